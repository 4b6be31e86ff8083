package io.headwater.writer.log;

import io.headwater.core.Commit;
import io.headwater.core.Scope;
import io.headwater.writer.state.State;
import io.headwater.writer.state.StateHistory;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Older states: those that are kept, else what the log says of the part that is asked for. */
public final class Versions {
    private final CommitLog log;
    private final StateHistory history;

    /** @param history the states that are kept */
    public Versions(CommitLog log, StateHistory history) {
        this.log = log;
        this.history = history;
    }

    /** A state of which at least this scope and its environment are as they were at {@code revision}. */
    public State at(long revision, Scope scope) {
        return history.at(revision).orElseGet(() -> folded(to -> log.touching(scope, revision, to)));
    }

    /** A state of which at least the environments are as they were at {@code revision}. */
    public State environmentsAt(long revision) {
        return history.at(revision).orElseGet(() -> folded(to -> log.environmentCommits(revision, to)));
    }

    /** The newest revision that is not younger than {@code time}; 0 where all are. */
    public long revisionAt(Instant time) {
        Optional<State> kept = history.at(time);
        return kept.map(State::revision).orElseGet(() -> log.revisionAt(time).orElse(0));
    }

    private static State folded(Consumer<Consumer<Commit>> commits) {
        Folding folding = new Folding();
        commits.accept(folding);
        return folding.state;
    }

    private static final class Folding implements Consumer<Commit> {
        private State state = State.empty(1);

        @Override
        public void accept(Commit commit) {
            state = state.after(commit);
        }
    }
}
