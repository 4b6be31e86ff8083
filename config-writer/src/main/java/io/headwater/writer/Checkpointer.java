package io.headwater.writer;

import io.headwater.writer.commit.Ledger;
import io.headwater.writer.log.Checkpoints;
import io.headwater.writer.log.LogUnavailableException;
import io.headwater.writer.state.State;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves the state now and then, so that the next start is quick. Only the replica that has the lease does so. */
final class Checkpointer {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final Checkpoints checkpoints;
    private final BooleanSupplier mine;
    private final int every;
    private final Thread thread;
    private volatile long saved;

    Checkpointer(Ledger ledger, Checkpoints checkpoints, BooleanSupplier mine, int every) {
        this.ledger = ledger;
        this.checkpoints = checkpoints;
        this.mine = mine;
        this.every = every;
        this.thread = Thread.ofVirtual().name("checkpointer").unstarted(this::run);
    }

    /** @param from the revision of the checkpoint that there is; 0 without one */
    void start(long from) {
        saved = from;
        thread.start();
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(Duration.ofSeconds(1));
    }

    private void run() {
        try {
            while (true) {
                State state = ledger.state();
                if (mine.getAsBoolean() && state.revision() - saved >= every) {
                    save(state);
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        }
    }

    private void save(State state) throws InterruptedException {
        try {
            long began = System.nanoTime();
            boolean current = checkpoints.save(state);
            LOG.info(
                    "checkpoint of commit {} with {} entries {} in {} ms",
                    state.revision(),
                    state.all().size(),
                    current ? "written" : "dropped, there is a newer one",
                    (System.nanoTime() - began) / 1_000_000);
            saved = state.revision();
        } catch (LogUnavailableException e) {
            LOG.warn("the checkpoint could not be written ({}); trying again later", e.getMessage());
        }
    }
}
