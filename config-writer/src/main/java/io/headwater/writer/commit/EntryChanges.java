package io.headwater.writer.commit;

import io.headwater.core.Change;
import io.headwater.core.EntryId;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Metadata;
import io.headwater.core.ValueType;
import io.headwater.writer.state.State;
import io.headwater.writer.state.Stored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts and deletions of entries that stand or fall together. */
public final class EntryChanges implements Proposal {
    private final List<ProposedChange> changes;

    /**
     * @param changes in the order in which they were posted
     * @throws HeadwaterException {@link ErrorCode#DUPLICATE_KEY} if two concern one entry
     */
    public EntryChanges(List<ProposedChange> changes) {
        this.changes = List.copyOf(changes);
        Set<EntryId> seen = new HashSet<>();
        for (ProposedChange change : changes) {
            if (!seen.add(change.id())) {
                throw HeadwaterException.field(
                        ErrorCode.DUPLICATE_KEY,
                        change.path() + "key",
                        change.id() + " is changed twice in one commit; allowed: once");
            }
        }
    }

    @Override
    public Decision judge(State state) {
        List<Change> decided = new ArrayList<>(changes.size());
        boolean different = false;
        boolean created = false;
        for (ProposedChange change : changes) {
            checkEnvironment(change, state);
            Optional<Stored.Live> present = state.entry(change.id());
            if (change.expectations().stream().noneMatch(expectation -> expectation.status() == 409)) {
                // What would be 404 without a header stays 404 with one (RFC 9110, 13.2.1).
                checkDeletable(change, present);
            }
            Expectation.checkAll(
                    change.expectations(),
                    change.id().toString(),
                    present.map(Stored.Live::revision).orElse(0L));
            checkDeletable(change, present);
            Change decision = decide(change, state);
            decided.add(decision);
            different |= changes(decision, present);
            created |= present.isEmpty();
        }
        return different ? new Decision(decided, created) : Decision.NO_CHANGE;
    }

    private static void checkEnvironment(ProposedChange change, State state) {
        if (!state.exists(change.id().scope())) {
            throw HeadwaterException.field(
                    ErrorCode.NO_SUCH_ENVIRONMENT,
                    change.path() + "environment",
                    noSuchEnvironment(change.id().scope().environment(), state));
        }
    }

    /** Says which environment does not exist, and which do. */
    public static String noSuchEnvironment(String name, State state) {
        String known = String.join(
                ", ", state.environments().stream().map(e -> e.state().name()).toList());
        return "the environment " + name + " does not exist; "
                + (known.isEmpty() ? "there is none yet" : "there are " + known);
    }

    private static void checkDeletable(ProposedChange change, Optional<Stored.Live> present) {
        if (change instanceof ProposedChange.Delete && present.isEmpty()) {
            throw HeadwaterException.field(
                    ErrorCode.NO_SUCH_KEY, change.path() + "key", change.id() + " does not exist");
        }
    }

    private static Change decide(ProposedChange change, State state) {
        return switch (change) {
            case ProposedChange.Put put -> {
                ValueType type = EntryTypes.decide(put, state);
                yield new Change.Put(put.id(), type, put.value(), put.description(), put.tags(), put.owner());
            }
            case ProposedChange.Delete delete -> new Change.Delete(delete.id());
        };
    }

    /** Whether an entry is different afterwards. */
    static boolean changes(Change change, Optional<Stored.Live> present) {
        if (!(change instanceof Change.Put put)) {
            return true;
        }
        if (present.isEmpty()) {
            return true;
        }
        Stored.Live before = present.get();
        Metadata metadata = before.metadata().with(put.description(), put.tags(), put.owner());
        return before.type() != put.type()
                || !before.value().equals(put.value())
                || !before.metadata().equals(metadata);
    }
}
