package io.headwater.e2e.faults;

import io.headwater.e2e.direct.EnvironmentConsumer;
import io.headwater.e2e.direct.View;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Everybody who watches in one round. */
final class Observers implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(60);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Observations observations;
    private final List<Observer> observers = new ArrayList<>();
    private final List<Subscriber> subscribers;
    private final List<Thread> threads = new ArrayList<>();
    private final List<EnvironmentConsumer> consumers = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    Observers(FaultSystem system, Load load, Observations observations, long seed) {
        this.observations = observations;
        List<String> readers = system.readerUrls();
        watch(new SnapshotPoller(readers, load.first(), Load.DEV, observations, seed + 100));
        watch(new SnapshotPoller(readers, load.second(), Load.DEV, observations, seed + 101));
        watch(new SnapshotPoller(readers, load.first(), Load.PROD, observations, seed + 102));
        watch(new SnapshotPoller(readers, load.first(), load.passing(), observations, seed + 103));
        subscribers = List.of(
                new Subscriber(readers, load.first(), Load.DEV, observations, seed + 104),
                new Subscriber(readers, load.second(), Load.PROD, observations, seed + 105));
        subscribers.forEach(this::watch);
        system.readers().forEach(reader -> watch(new ReplicaPoller(reader, load.first(), Load.DEV, observations)));
        consume(system, load.first(), Load.DEV);
        consume(system, load.second(), Load.PROD);
    }

    private void watch(Observer observer) {
        observers.add(observer);
        threads.add(Thread.ofVirtual().start(() -> {
            while (!stopping) {
                try {
                    observer.step();
                } catch (IOException nobodyAnswers) {
                    // It looks again.
                } catch (RuntimeException failure) {
                    observations.wrong(observer.getClass().getSimpleName() + " failed: " + failure);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }));
    }

    /** One more consumer of an environment's topic, which begins now. */
    void consume(FaultSystem system, String service, String environment) {
        consumers.add(new EnvironmentConsumer(
                system.kafka().bootstrapServers(),
                service,
                environment,
                LONGEST_PAUSE,
                (before, after) -> seen(service, environment, before, after)));
    }

    private void seen(String service, String environment, Optional<View> before, View after) {
        if (before.isPresent() && before.get().revision() >= after.revision()) {
            observations.wrong("consumer of " + service + "/" + environment + " went back from "
                    + before.get().revision() + " to " + after.revision());
        }
        observations.saw(new Observation(
                "consumer of " + service + "/" + environment,
                service,
                environment,
                after.revision(),
                !after.deleted(),
                Value.config(after.content())));
    }

    /** The direct consumers, each of which shows a state at or above {@code revision} when everything has arrived. */
    boolean consumersReached(long revision) {
        return consumers.stream()
                .allMatch(consumer -> consumer.now().map(View::revision).orElse(0L) >= revision);
    }

    /** A subscriber that does not hold what the log says at its end; empty where all of them do. */
    Optional<Subscriber> subscriberBehind(History history) {
        return subscribers.stream()
                .filter(subscriber -> !subscriber.holds(history))
                .findFirst();
    }

    /** How many records the direct consumers could not read. */
    long malformed() {
        return consumers.stream().mapToLong(EnvironmentConsumer::malformed).sum();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        observers.forEach(Observer::end);
        for (Thread thread : threads) {
            while (!thread.join(Duration.ofMillis(200))) {
                observers.forEach(Observer::end);
            }
        }
        for (EnvironmentConsumer consumer : consumers) {
            consumer.close();
        }
    }
}
