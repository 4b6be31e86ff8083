package io.headwater.loadtest.wire;

import io.headwater.loadtest.measure.Arrivals;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A subscriber of server-sent events, with a thread of its own at the socket. An event with {@code id: R} means that
 * everything up to R has arrived.
 */
public final class EventSubscriber implements AutoCloseable {
    private final HttpConnection connection;
    private final Arrivals arrivals = new Arrivals("the subscriber of events");
    private final CountDownLatch first = new CountDownLatch(1);
    private final boolean chunked;
    private long inChunk;

    /** Subscribes to what is at least at that revision. Returns when the first event, the snapshot, is there. */
    public static EventSubscriber of(int port, String service, String environment, long atLeast)
            throws IOException, InterruptedException, TimeoutException {
        EventSubscriber subscriber = new EventSubscriber(
                port, "/v1/stream/" + service + "/" + environment + "?min-revision=" + atLeast + "&timeout=30s");
        Thread _ = Thread.ofPlatform().daemon().name("events").start(subscriber::read);
        if (!subscriber.first.await(30, TimeUnit.SECONDS)) {
            subscriber.close();
            throw new TimeoutException("no first event of " + service + "/" + environment + " within 30 s");
        }
        return subscriber;
    }

    private EventSubscriber(int port, String path) throws IOException {
        connection = new HttpConnection(port);
        HttpAnswer answer = connection.stream(path);
        if (answer.status() != 200) {
            connection.close();
            throw new IOException("GET " + path + " was answered with status " + answer.status());
        }
        chunked = answer.chunked();
    }

    /** What has been received. */
    public Arrivals arrivals() {
        return arrivals;
    }

    private void read() {
        StringBuilder line = new StringBuilder();
        long id = -1;
        boolean data = false;
        try {
            while (true) {
                int each = next();
                if (each != '\n') {
                    line.append((char) each);
                    continue;
                }
                if (line.isEmpty()) {
                    if (data && id >= 0) {
                        arrivals.arrivedUpTo(id, System.nanoTime());
                        first.countDown();
                    }
                    data = false;
                } else if (starts(line, "id:")) {
                    id = Long.parseLong(line.substring(3).strip());
                } else if (starts(line, "data:")) {
                    data = true;
                }
                line.setLength(0);
            }
        } catch (IOException closed) {
            // Who waits for what is missing says so.
            return;
        }
    }

    private static boolean starts(StringBuilder line, String field) {
        return line.length() >= field.length() && line.charAt(0) == field.charAt(0) && line.indexOf(field) == 0;
    }

    private int next() throws IOException {
        SocketBytes in = connection.in();
        if (!chunked) {
            return in.read();
        }
        if (inChunk == 0) {
            // The end of a chunk may come with the next one only: waiting for it earlier would hold the event back.
            String size = in.line();
            inChunk = Integer.parseInt(size.isEmpty() ? in.line() : size, 16);
            if (inChunk == 0) {
                throw new IOException("the stream has ended");
            }
        }
        inChunk--;
        return in.read();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
