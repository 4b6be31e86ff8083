package io.headwater.writer;

import io.headwater.runtime.health.Behind;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.HealthPart;
import io.headwater.runtime.health.PartHealth;
import io.headwater.runtime.health.PartState;
import io.headwater.runtime.lifecycle.Backoff;
import io.headwater.runtime.lifecycle.Component;
import io.headwater.runtime.lifecycle.Patience;
import io.headwater.writer.commit.Committer;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.kafka.Relay;
import io.headwater.writer.log.Checkpoints;
import io.headwater.writer.log.LeaseKeeper;
import io.headwater.writer.log.LogBrokenException;
import io.headwater.writer.state.State;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the history and starts what needs it: the committer, what follows other replicas, the relay, the checkpoints.
 * MongoDB may be down when this starts; it is waited for in the background.
 */
final class History implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /** What has to be done before the log can be read. */
    @FunctionalInterface
    interface Preparation {
        void prepare();
    }

    private final Preparation preparation;
    private final Checkpoints checkpoints;
    private final Ledger ledger;
    private final Committer committer;
    private final LeaseKeeper lease;
    private final Relay relay;
    private final Follower follower;
    private final Checkpointer checkpointer;
    private final HealthPart health;
    private final Thread loader = Thread.ofVirtual().name("history").unstarted(this::load);
    private volatile boolean ready;

    History(
            Preparation preparation,
            Checkpoints checkpoints,
            Ledger ledger,
            Committer committer,
            LeaseKeeper lease,
            Relay relay,
            Follower follower,
            Checkpointer checkpointer,
            Health health) {
        this.preparation = preparation;
        this.checkpoints = checkpoints;
        this.ledger = ledger;
        this.committer = committer;
        this.lease = lease;
        this.relay = relay;
        this.follower = follower;
        this.checkpointer = checkpointer;
        this.health = health.required("history");
        health.computed("mongodb", true, this::mongodb);
        health.computed("committer", true, this::committer);
    }

    @Override
    public String name() {
        return "history";
    }

    /** Whether there is a state to read, and a committer to write. */
    boolean ready() {
        return ready;
    }

    @Override
    public void start() {
        loader.start();
    }

    private void load() {
        Patience patience = new Patience(Backoff.DEFAULT);
        try {
            patience.until(health, "preparing MongoDB", () -> {
                preparation.prepare();
                return true;
            });
            Optional<State> checkpoint = patience.until(health, "loading the checkpoint", checkpoints::load);
            long from = checkpoint.map(State::revision).orElse(0L);
            patience.until(health, "reading the history", () -> follow(checkpoint));
            committer.start();
            follower.start();
            checkpointer.start(from);
            lease.start();
            relay.start();
            ready = true;
            health.up();
            LOG.info("the history is loaded up to commit {}", ledger.state().revision());
        } catch (InterruptedException e) {
            LOG.debug("stopped while loading");
        } catch (RuntimeException e) {
            LOG.error("the history cannot be loaded: {}", e.getMessage());
            health.down(String.valueOf(e.getMessage()));
        }
    }

    private State follow(Optional<State> checkpoint) {
        if (ledger.state().revision() == 0) {
            ledger.startFrom(checkpoint);
            LOG.info("reading the history from commit {} on", ledger.state().revision() + 1);
        }
        Thread progress = Thread.ofVirtual().start(this::showProgress);
        try {
            return ledger.catchUp();
        } finally {
            progress.interrupt();
        }
    }

    private void showProgress() {
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(1));
                long revision = ledger.state().revision();
                health.catchingUp("at commit " + revision, new Behind(null, null));
                LOG.info("reading the history: at commit {}", revision);
            }
        } catch (InterruptedException e) {
            LOG.debug("the history is read");
        }
    }

    /** Commits need MongoDB; reads go on without it, so this replica stays of use. */
    private PartHealth mongodb() {
        Optional<LogBrokenException> broken = ledger.broken();
        if (broken.isPresent()) {
            return new PartHealth(PartState.DOWN, String.valueOf(broken.get().getMessage()));
        }
        return ledger.unreachable()
                .map(e -> new PartHealth(PartState.STALE, "does not answer: " + e.getMessage()))
                .orElseGet(() -> new PartHealth(PartState.UP));
    }

    private PartHealth committer() {
        return committer
                .died()
                .map(e -> new PartHealth(PartState.DOWN, "died: " + e + "; start this replica again"))
                .orElseGet(() -> new PartHealth(PartState.UP));
    }

    @Override
    public void stop() throws InterruptedException {
        loader.interrupt();
        loader.join(Duration.ofSeconds(1));
        if (ready) {
            committer.stop();
            relay.stop();
            checkpointer.stop();
            follower.stop();
            lease.stop();
        }
    }
}
