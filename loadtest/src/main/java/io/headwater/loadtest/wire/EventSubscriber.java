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
    private final StreamBytes stream;
    private final Arrivals arrivals = new Arrivals("the subscriber of events");
    private final CountDownLatch first = new CountDownLatch(1);

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
        stream = new StreamBytes(port, path);
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
                int each = stream.read();
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

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
