package io.headwater.loadtest.bench;

import io.headwater.loadtest.measure.Arrivals;
import io.headwater.loadtest.measure.Route;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.ServiceName;
import io.headwater.loadtest.wire.EventSubscriber;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** From a {@code PUT} of one value to the event that a subscriber of that service receives. */
final class Headwater implements Route, AutoCloseable {
    private static final String KEY = "payments.retry.max";

    private final int port;
    private final String service;
    private final String environment;
    private final ConcurrentLinkedDeque<Writer> idle = new ConcurrentLinkedDeque<>();
    private final EventSubscriber subscriber;
    private final AtomicLong last = new AtomicLong();

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
        idle.push(writer);
        return revision;
    }

    // As many connections as there are requests under way at once: nobody waits for one.
    private Writer idle() throws IOException {
        @Nullable Writer writer = idle.poll();
        return writer == null ? new Writer(port) : writer;
    }

    @Override
    public Arrivals arrivals() {
        return subscriber.arrivals();
    }

    @Override
    public void close() throws IOException {
        subscriber.close();
        for (Writer writer : idle) {
            writer.close();
        }
    }
}
