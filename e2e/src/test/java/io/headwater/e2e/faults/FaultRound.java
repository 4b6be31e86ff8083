package io.headwater.e2e.faults;

import io.headwater.testkit.faults.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of a scenario: load and observers run, something is done to the system, everything is healed, the load goes on
 * for a moment, and when all has arrived everywhere the checker looks at it.
 *
 * <p>{@code -Dheadwater.rounds=N} plays N rounds of each scenario instead of one, {@code -Dheadwater.seed=S} the one with
 * that seed.
 */
final class FaultRound {
    private static final Logger LOG = LoggerFactory.getLogger(FaultRound.class);
    private static final Duration CALM = Duration.ofMillis(800);
    private static final int SHOWN = 30;

    private final FaultSystem system;
    private final Load load;
    private final RandomGenerator random;
    private final Observations observations;
    private final Observers observers;

    private FaultRound(FaultSystem system, Load load, RandomGenerator random) {
        this.system = system;
        this.load = load;
        this.random = random;
        this.observations = new Observations();
        this.observers = new Observers(system, load, observations, random.nextLong());
    }

    /** What is done to the system. */
    @FunctionalInterface
    interface Fault {
        void happen(FaultRound round) throws Exception;
    }

    /** The seeds of the rounds to play. */
    static LongStream seeds() {
        return Seeds.seeds().limit(Integer.getInteger("headwater.rounds", 1));
    }

    FaultSystem system() {
        return system;
    }

    Load load() {
        return load;
    }

    Observers observers() {
        return observers;
    }

    RandomGenerator random() {
        return random;
    }

    /** The newest revision that a client was told. */
    long newest() {
        return load.acknowledged().commits().stream()
                .mapToLong(Acknowledged.Commit::revision)
                .max()
                .orElse(0);
    }

    /** Lets the load run on, with the fault as it is, for a time between half of this and this. */
    void goOn(Duration atMost) {
        Await.pass(atMost.dividedBy(2).plusMillis(random.nextLong(atMost.toMillis() / 2 + 1)));
    }

    /** Says in the log what this seed came to. */
    static void note(String what) {
        LOG.info("{}", what);
    }

    /** Plays one. */
    static void play(String scenario, long seed, Fault fault) {
        LOG.info("{} with -Dheadwater.seed={}", scenario, seed);
        try {
            FaultSystem system = FaultSystem.shared();
            Load load = new Load(system, seed);
            List<String> wrong = new FaultRound(system, load, Seeds.random(seed)).run(fault);
            if (!wrong.isEmpty()) {
                throw new AssertionError(wrong.size() + " things are wrong:\n"
                        + String.join("\n", wrong.subList(0, Math.min(SHOWN, wrong.size()))));
            }
        } catch (Exception | AssertionError failure) {
            String logs = FaultSystem.abandon();
            throw new AssertionError(
                    scenario + " failed with -Dheadwater.seed=" + seed + " (logs in " + logs + "): "
                            + failure.getMessage(),
                    failure);
        }
    }

    private List<String> run(Fault fault) throws Exception {
        try (observers) {
            try (Load running = load.start().withPassingEnvironment()) {
                Await.until(
                        "commits",
                        Duration.ofSeconds(20),
                        () -> running.acknowledged().commits().size() > 30);
                LOG.info("the fault begins");
                fault.happen(this);
                LOG.info("the fault ends");
                system.heal();
                system.awaitReady();
                LOG.info("all are ready");
                Await.pass(CALM);
            }
            LOG.info("the load has ended");
            List<String> wrong = system.checker().readLog();
            if (!wrong.isEmpty()) {
                return wrong;
            }
            awaitEverywhere();
            LOG.info("everything has come up with the log");
        }
        List<String> wrong = system.checker().check(load, observations);
        LOG.info(
                "{} commits acknowledged, {} observations, log at {}, {} wrong",
                load.acknowledged().commits().size(),
                observations.all().size(),
                system.checker().history().head(),
                wrong.size());
        return wrong;
    }

    private void awaitEverywhere() {
        AtomicReference<String> behind = new AtomicReference<>("");
        try {
            Await.until("everything to come up with the log", FaultSystem.CONVERGED_WITHIN, () -> {
                behind.set(system.checker().behind(observers).orElse(""));
                return behind.get().isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    behind.get() + " did not come up with the log, which ends at "
                            + system.checker().history().head(),
                    e);
        }
    }
}
