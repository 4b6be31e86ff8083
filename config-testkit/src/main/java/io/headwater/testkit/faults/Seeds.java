package io.headwater.testkit.faults;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seeds of random rounds, so that a failure can be seen again.
 *
 * <p>{@code -Dheadwater.rounds=N} makes N rounds instead of a few; {@code -Dheadwater.seed=S} repeats the one round of
 * that seed. Use {@link #each} in a test, or {@link #seeds()} as the source of a parameterized one, whose name then
 * shows the seed.
 */
public final class Seeds {

    /** How many rounds a build runs that does not say. */
    public static final int DEFAULT_ROUNDS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);

    private Seeds() {}

    /** The seeds of the rounds to run: the one that was asked for, or new ones. */
    public static LongStream seeds() {
        Long asked = Long.getLong("headwater.seed");
        if (asked != null) {
            return LongStream.of(asked);
        }
        return new SecureRandom().longs(Integer.getInteger("headwater.rounds", DEFAULT_ROUNDS));
    }

    /** A generator that gives the same numbers for the same seed, on every JVM. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Runs every round; a failure names the seed that shows it again. */
    public static void each(Round round) {
        seeds().forEach(seed -> {
            LOG.info("Round with -Dheadwater.seed={}", seed);
            try {
                round.run(random(seed));
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("Failed with -Dheadwater.seed=" + seed + ": " + failure.getMessage(), failure);
            }
        });
    }

    /** One round. */
    @FunctionalInterface
    public interface Round {

        /** Takes every random choice from the generator, or the seed would not show the failure again. */
        void run(RandomGenerator random) throws Exception;
    }
}
