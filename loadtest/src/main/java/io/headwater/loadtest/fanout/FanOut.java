package io.headwater.loadtest.fanout;

import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Ports;
import io.headwater.embedded.process.Readiness;
import io.headwater.loadtest.wire.HttpConnection;
import io.headwater.testkit.faults.ServiceCommand;
import io.headwater.testkit.faults.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** A running {@link FanOutServer}, and who tells it what to send. For one thread. */
public final class FanOut implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Pattern ID = Pattern.compile("(?m)^id: ?\\d+$");
    private static final Pattern PREVIOUS = Pattern.compile("\"previous\":\\d+");

    private final ServiceProcess process;
    private final int port;
    private final String event;

    private FanOut(ServiceProcess process, int port, String event) {
        this.process = process;
        this.port = port;
        this.event = event;
    }

    /**
     * Starts it.
     *
     * @param event the text of an event of Headwater, which is sent with other numbers
     */
    public static FanOut start(ChildProcesses children, Path directory, String event) {
        int port = Ports.free();
        ServiceCommand command = ServiceCommand.ofMain(
                "fan-out",
                FanOutServer.class,
                Map.of(FanOutServer.PORT, Integer.toString(port)),
                directory,
                // not asked: it answers every GET with a stream
                URI.create("http://127.0.0.1:" + port + "/"));
        FanOut fanOut = new FanOut(ServiceProcess.launch(children, command), port, event);
        fanOut.awaitListening();
        return fanOut;
    }

    private void awaitListening() {
        Readiness.await(process.process(), START_LIMIT, () -> {
            try (HttpConnection _ = new HttpConnection(port)) {
                return true;
            }
        });
    }

    /** Where its streams are. */
    public int port() {
        return port;
    }

    /** How many bytes each subscriber gets, without the framing of chunks. */
    public int eventBytes() {
        return event.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Sends the event with this number to every subscriber. Returns when it has been written to all. */
    public void send(HttpConnection control, long number) throws IOException {
        String text = ID.matcher(event).replaceFirst("id: " + number);
        text = PREVIOUS.matcher(text).replaceFirst("\"previous\":" + (number - 1));
        var _ = control.send("POST", "/", text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.close();
    }
}
