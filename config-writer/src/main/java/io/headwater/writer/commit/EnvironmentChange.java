package io.headwater.writer.commit;

import io.headwater.core.Change;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Patch;
import io.headwater.schemas.EnvironmentState;
import io.headwater.writer.state.State;
import io.headwater.writer.state.StoredEnvironment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creating, changing and deleting an environment: each a commit of its own. */
public sealed interface EnvironmentChange extends Proposal {
    /** The environment's name. */
    String name();

    /**
     * Creates or changes an environment.
     *
     * @param rank empty: as it is; a new one comes last
     * @param guarded empty: as it is; a new one is not protected
     */
    record Put(
            String name,
            Optional<Integer> rank,
            Optional<Boolean> guarded,
            Patch<String> description,
            List<Expectation> expectations)
            implements EnvironmentChange {
        @Override
        public Decision judge(State state) {
            Optional<EnvironmentState> present = state.environment(name).map(StoredEnvironment::state);
            Expectation.checkAll(
                    expectations,
                    "the environment " + name,
                    present.map(EnvironmentState::revision).orElse(0L));
            @Nullable String before = present.map(EnvironmentState::description).orElse(null);
            Change.PutEnvironment put = new Change.PutEnvironment(
                    name,
                    rank.or(() -> present.map(EnvironmentState::rank)).orElseGet(() -> last(state)),
                    guarded.or(() -> present.map(EnvironmentState::guarded)).orElse(false),
                    description.applyTo(before));
            boolean same = present.map(it ->
                            new Change.PutEnvironment(it.name(), it.rank(), it.guarded(), it.description()).equals(put))
                    .orElse(false);
            return same ? Decision.NO_CHANGE : new Decision(List.of(put), present.isEmpty());
        }

        private static int last(State state) {
            return state.environments().stream()
                            .mapToInt(e -> e.state().rank())
                            .max()
                            .orElse(0)
                    + 1;
        }
    }

    /**
     * Deletes an environment.
     *
     * @param force with all its entries, if it has any
     */
    record Delete(String name, boolean force, List<Expectation> expectations) implements EnvironmentChange {
        @Override
        public Decision judge(State state) {
            StoredEnvironment present = state.environment(name)
                    .orElseThrow(() -> new HeadwaterException(
                            ErrorCode.NO_SUCH_ENVIRONMENT, EntryChanges.noSuchEnvironment(name, state)));
            Expectation.checkAll(
                    expectations, "the environment " + name, present.state().revision());
            if (!force && state.hasEntries(name)) {
                throw new HeadwaterException(
                        ErrorCode.ENVIRONMENT_NOT_EMPTY,
                        "the environment " + name + " has " + state.countEntries(name)
                                + " entries; delete them first, or all with it by ?force=true");
            }
            return new Decision(List.of(new Change.DeleteEnvironment(name)), false);
        }
    }
}
