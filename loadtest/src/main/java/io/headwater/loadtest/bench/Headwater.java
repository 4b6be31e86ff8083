package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.Arrivals;
import io.headwater.loadtest.measure.Route;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.ServiceName;
import io.headwater.loadtest.wire.EventSubscriber;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** From a {@code PUT} of one value to the event that a subscriber of that service receives. */
final class Headwater implements Route, AutoCloseable {
    private static final String KEY = "payments.retry.max";
    /** The writer closes connections that nobody uses; so long before that they are not taken again. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final int port;
    private final String service;
    private final String environment;
    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final EventSubscriber subscriber;
    private final AtomicLong last = new AtomicLong();

    /** A connection that nobody uses now. */
    private record Idle(Writer writer, long since) {}

    /** Puts a first value and subscribes. The environment exists. */
    Headwater(BenchSystem system, String service, String environment)
            throws IOException, InterruptedException, TimeoutException {
        this.port = system.service(ServiceName.WRITER).port();
        this.service = service;
        this.environment = environment;
        long first = send();
        this.subscriber = EventSubscriber.of(system.service(ServiceName.READER).port(), service, environment, first);
    }

    @Override
    public long send() throws IOException {
        Writer writer = idle();
        long revision = writer.put(service, environment, KEY, last.incrementAndGet());
        idle.push(new Idle(writer, System.nanoTime()));
        return revision;
    }

    // As many connections as there are requests under way at once: nobody waits for one.
    private Writer idle() throws IOException {
        for (@Nullable Idle found = idle.poll(); found != null; found = idle.poll()) {
            if (System.nanoTime() - found.since() < FRESH.toNanos()) {
                return found.writer();
            }
            found.writer().close();
        }
        return new Writer(port);
    }

    @Override
    public Arrivals arrivals() {
        return subscriber.arrivals();
    }

    @Override
    public void close() throws IOException {
        subscriber.close();
        for (Idle left : idle) {
            left.writer().close();
        }
    }
}
