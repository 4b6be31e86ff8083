package io.headwater.e2e.faults;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Waiting for something that real parts need a while for. */
final class Await {
    private static final Duration LOOK = Duration.ofMillis(100);

    private Await() {}

    static void until(String what, Duration within, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(within)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(condition::getAsBoolean);
    }

    static <T> T value(String what, Duration within, Supplier<Optional<T>> value) {
        return Awaitility.await(what)
                .atMost(within)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(value::get, Optional::isPresent)
                .orElseThrow();
    }

    /** Lets the load run on for a while. */
    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        until("time to pass", time.plusSeconds(5), () -> System.nanoTime() >= end);
    }
}
