package io.headwater.writer;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.CommitHash;
import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.ValueType;
import io.headwater.writer.log.LoggedCommit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Commits for tests, chained as a writer chains them. */
public final class Commits {
    public static final Instant START = Instant.parse("2026-11-01T08:00:00Z");

    private final List<LoggedCommit> all = new ArrayList<>();
    private String hash = CommitHash.GENESIS;

    /** The next one, a second after the one before. */
    public LoggedCommit next(Change... changes) {
        return nextOf("somebody", changes);
    }

    public LoggedCommit nextOf(String author, Change... changes) {
        long revision = all.size() + 1L;
        Commit commit = Commit.chained(
                revision, START.plusSeconds(revision), author, "message " + revision, List.of(changes), hash);
        hash = commit.hash();
        LoggedCommit logged = new LoggedCommit(commit, UUID.randomUUID().toString(), null, Optional.empty());
        all.add(logged);
        return logged;
    }

    public List<LoggedCommit> all() {
        return all;
    }

    public static Change put(String service, String environment, String key, String json) {
        JsonText value = JsonText.parse(json);
        return Change.Put.of(EntryId.of(service, environment, key), ValueType.infer(value), value);
    }

    public static Change delete(String service, String environment, String key) {
        return new Change.Delete(EntryId.of(service, environment, key));
    }

    public static Change environment(String name) {
        return new Change.PutEnvironment(name, 1, false, null);
    }
}
