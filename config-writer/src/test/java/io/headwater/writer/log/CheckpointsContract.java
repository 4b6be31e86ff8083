package io.headwater.writer.log;

import static io.headwater.writer.Commits.delete;
import static io.headwater.writer.Commits.environment;
import static io.headwater.writer.Commits.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.Change;
import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.Patch;
import io.headwater.core.ValueType;
import io.headwater.writer.Commits;
import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.state.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store of checkpoints does. */
public abstract class CheckpointsContract {
    private final Commits commits = new Commits();

    /** One replica's view of the same, at first empty, store. */
    protected abstract Checkpoints create(FaultPoints faults);

    /** How many documents of entries are left behind. */
    protected abstract long stored();

    private State after(State state, Change... changes) {
        return state.after(commits.next(changes).commit());
    }

    private State some() {
        State state = after(State.empty(1), environment("dev"));
        state = after(state, new Change.PutEnvironment("gone", 3, true, "x"));
        state = after(
                state,
                new Change.Put(
                        EntryId.of("shop", "dev", "a"),
                        ValueType.NUMBER,
                        JsonText.parse("10.0"),
                        Patch.set("why"),
                        Patch.set(List.of("x")),
                        Patch.set("team")),
                put("_", "_", "b", "{\"x\":[]}"));
        state = after(state, delete("_", "_", "b"));
        return after(state, new Change.DeleteEnvironment("gone"));
    }

    private static void assertSame(State loaded, State saved) {
        assertThat(loaded.revision()).isEqualTo(saved.revision());
        assertThat(loaded.hash()).isEqualTo(saved.hash());
        assertThat(loaded.time()).isEqualTo(saved.time());
        assertThat(loaded.epoch()).isEqualTo(saved.epoch());
        assertThat(loaded.all()).isEqualTo(saved.all());
        assertThat(loaded.allEnvironments()).isEqualTo(saved.allEnvironments());
    }

    @Test
    void shouldGiveBackTheNewest() throws Exception {
        Checkpoints checkpoints = create(FaultPoints.NONE);
        assertThat(checkpoints.load()).isEmpty();
        State state = some();
        assertThat(checkpoints.save(state)).isTrue();
        assertSame(checkpoints.load().orElseThrow(), state);

        State later = after(state, put("shop", "dev", "c", "1"));
        assertThat(checkpoints.save(later)).isTrue();
        assertSame(checkpoints.load().orElseThrow(), later);
        assertThat(stored())
                .as("the older generation is gone")
                .isEqualTo(later.all().size());
        assertThat(checkpoints.save(state)).as("it never goes back").isFalse();
        assertSame(checkpoints.load().orElseThrow(), later);
    }

    @Test
    @DisplayName("rule 4: a replica that stalled before the switch does not bring back an old entry")
    void shouldNotLetAStalledReplicaWriteOverANewerState() throws Exception {
        Semaphore reached = new Semaphore(0);
        Semaphore held = new Semaphore(0);
        Checkpoints stalled = create(point -> {
            reached.release();
            held.acquire();
        });
        Checkpoints other = create(FaultPoints.NONE);
        State old = some();
        State newer = after(old, delete("shop", "dev", "a"));

        CompletableFuture<Boolean> late = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return stalled.save(old);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
        reached.acquire();
        assertThat(other.save(newer)).isTrue();
        held.release();

        assertThat(late.join()).isFalse();
        assertSame(other.load().orElseThrow(), newer);
        State newest = after(newer, put("shop", "dev", "z", "1"));
        assertThat(other.save(newest)).isTrue();
        assertThat(stored()).as("nothing is left behind").isEqualTo(newest.all().size());
    }
}
