package io.headwater.loadtest.javalin;

import io.headwater.embedded.process.ChildProcesses;
import io.headwater.embedded.process.Ports;
import io.headwater.testkit.faults.ServiceCommand;
import io.headwater.testkit.faults.ServiceProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A running {@link PlainRoute}. */
public final class PlainRouteProcess implements AutoCloseable {
    private final ServiceProcess process;
    private final String url;

    private PlainRouteProcess(ServiceProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it with the options that a reader has.
     *
     * @param path of the value, as the read API has it
     * @param body of the answer
     */
    public static PlainRouteProcess start(
            ChildProcesses children, Path directory, String jvmOptions, String path, String body) {
        int port = Ports.free();
        String url = "http://127.0.0.1:" + port + path;
        Map<String, String> environment =
                Map.of(PlainRoute.PORT, Integer.toString(port), PlainRoute.PATH, path, PlainRoute.BODY, body);
        ServiceCommand command = ServiceCommand.ofMain(
                        "plain-route", PlainRoute.class, environment, directory, URI.create(url))
                .withJvmArguments(jvmOptions.split(" ", -1));
        return new PlainRouteProcess(ServiceProcess.start(children, command), url);
    }

    /** Where the value is. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }
}
