package io.headwater.writer.log;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import java.time.Instant;
import java.util.Optional;

/**
 * Which commits are asked for. Service, environment and key have to fit one and the same change. {@code _} asks for those
 * for every service or environment.
 *
 * @param from not before this time
 * @param to not after this time
 * @param fromRevision not a smaller revision
 * @param toRevision not a greater revision
 */
public record CommitFilter(
        Optional<String> service,
        Optional<String> environment,
        Optional<String> key,
        Optional<String> author,
        Optional<Instant> from,
        Optional<Instant> to,
        long fromRevision,
        long toRevision) {
    /** Every commit. */
    public static final CommitFilter ALL = new CommitFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Long.MAX_VALUE);

    /** Whether it says anything of changes. */
    public boolean ofChanges() {
        return service.isPresent() || environment.isPresent() || key.isPresent();
    }

    /** Whether a commit is asked for. */
    public boolean fits(Commit commit) {
        return author.map(commit.author()::equals).orElse(true)
                && from.map(time -> !commit.time().isBefore(time)).orElse(true)
                && to.map(time -> !commit.time().isAfter(time)).orElse(true)
                && commit.revision() >= fromRevision
                && commit.revision() <= toRevision
                && (!ofChanges() || commit.changes().stream().anyMatch(this::fits));
    }

    private boolean fits(Change change) {
        return switch (change) {
            case Change.OfEntry entry ->
                service.map(entry.id().scope().service()::equals).orElse(true)
                        && environment
                                .map(entry.id().scope().environment()::equals)
                                .orElse(true)
                        && key.map(entry.id().key()::equals).orElse(true);
            case Change.OfEnvironment environmentChange ->
                service.isEmpty()
                        && key.isEmpty()
                        && environment
                                .map(environmentChange.environment()::equals)
                                .orElse(true);
        };
    }
}
