package io.headwater.runtime.lifecycle;

import io.headwater.runtime.health.HealthPart;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a part that is not there yet, says so in the readiness, and tries again. Safe for use by several threads. */
public final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    /** How time passes between attempts. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    private final Backoff backoff;
    private final RandomGenerator random;
    private final Pause pause;

    public Patience(Backoff backoff, RandomGenerator random, Pause pause) {
        this.backoff = backoff;
        this.random = random;
        this.pause = pause;
    }

    /** With real time and randomness. */
    public Patience(Backoff backoff) {
        this(backoff, RandomGenerator.getDefault(), Thread::sleep);
    }

    /**
     * Repeats an attempt until it succeeds. Meanwhile the part is {@code down} with the reason; on success it is left
     * to the caller to report what it is then.
     *
     * @param what for people: "connecting to Kafka"
     * @throws StartRefusedException from the attempt, at once
     * @throws InterruptedException when the thread is interrupted
     */
    public <T> T until(HealthPart part, String what, Callable<T> attempt) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return attempt.call();
            } catch (InterruptedException | StartRefusedException e) {
                throw e;
            } catch (Exception e) {
                String reason = reason(e);
                part.down(what + " failed: " + reason);
                Duration delay = backoff.delay(failures, random);
                if (failures == 1) {
                    LOG.warn("{}: {} failed ({}); trying again until it works", part.name(), what, reason);
                } else {
                    LOG.debug("{}: {} failed {} times ({})", part.name(), what, failures, reason);
                }
                pause.pause(delay);
            }
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof java.util.concurrent.ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
