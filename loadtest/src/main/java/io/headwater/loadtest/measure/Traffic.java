package io.headwater.loadtest.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends changes along a route: one after another, or at a fixed rate. */
public final class Traffic {
    private static final Duration LOST = Duration.ofSeconds(30);

    private Traffic() {}

    /** One after another: the next one leaves when the one before has arrived. */
    public static List<Trip> oneByOne(Route route, int count) throws Exception {
        List<Trip> trips = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Trip trip = send(route, System.nanoTime());
            long _ = route.arrivals().await(trip.number(), LOST);
            trips.add(trip);
        }
        return trips;
    }

    /** At a fixed rate, each from a thread of its own. Returns when all have arrived. */
    public static List<Trip> atRate(Route route, int perSecond, Duration length) throws Exception {
        List<Trip> trips = new ArrayList<>();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            new OpenLoop(Pace.SYSTEM, threads).run(perSecond, length, intended -> {
                try {
                    Trip trip = send(route, intended);
                    synchronized (trips) {
                        trips.add(trip);
                    }
                } catch (Exception e) {
                    failure.compareAndSet(null, e);
                }
            });
            threads.shutdown();
            if (!threads.awaitTermination(LOST.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
                throw new TimeoutException("what was sent last was not answered within " + LOST);
            }
        }
        Exception first = failure.get();
        if (first != null) {
            throw first;
        }
        for (Trip trip : trips) {
            long _ = route.arrivals().await(trip.number(), LOST);
        }
        return trips;
    }

    private static Trip send(Route route, long intended) throws Exception {
        long number = route.send();
        return new Trip(number, intended, System.nanoTime());
    }

    /** Adds how long each took until this observer saw it. */
    public static void addLatencies(List<Trip> trips, Arrivals seen, Latencies to) throws Exception {
        for (Trip trip : trips) {
            to.add(seen.await(trip.number(), LOST) - trip.intended());
        }
    }

    /** Adds how long it was from one observer to the next; nothing where the second one was first. */
    public static void addBetween(List<Trip> trips, Arrivals from, Arrivals until, Latencies to) throws Exception {
        for (Trip trip : trips) {
            to.add(until.await(trip.number(), LOST) - from.await(trip.number(), LOST));
        }
    }
}
