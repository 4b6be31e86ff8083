package io.headwater.writer.commit;

import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.Patch;
import io.headwater.core.ValueType;
import java.util.List;
import java.util.Optional;

/** One change as it was posted; what depends on the state is not decided. */
public sealed interface ProposedChange {
    /** The entry. */
    EntryId id();

    /** Where it stands in the request, for messages: {@code changes[3].}, or nothing. */
    String path();

    /** What it expects of the entry. */
    List<Expectation> expectations();

    /**
     * A put.
     *
     * @param type empty where it was left out
     */
    record Put(
            EntryId id,
            String path,
            List<Expectation> expectations,
            JsonText value,
            Optional<ValueType> type,
            Patch<String> description,
            Patch<List<String>> tags,
            Patch<String> owner)
            implements ProposedChange {}

    /** A deletion. */
    record Delete(EntryId id, String path, List<Expectation> expectations) implements ProposedChange {}
}
