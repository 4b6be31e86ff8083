package io.headwater.writer.log;

import io.headwater.core.Commit;
import io.headwater.core.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The ordered, gap-free history: the truth of the whole system. Reads see what a majority has journaled, and nothing that
 * can still be lost. Safe for use by several threads, which may block.
 *
 * <p>Every method that reads throws {@link LogUnavailableException} when the log does not answer.
 */
public interface CommitLog {
    /**
     * Appends commits of consecutive revisions, in order: a commit is in the log only when all before it are. Appending
     * the very same commits again does no harm.
     */
    AppendResult append(List<LoggedCommit> group);

    /**
     * The commits after {@code revision}, ascending, from the first one that is there.
     *
     * @param most how many at most; fewer may come although there are more, but none comes only at the end
     */
    List<LoggedCommit> read(long revision, int most);

    /** One commit. */
    Optional<LoggedCommit> commit(long revision);

    /** The newest revision; 0 before the first commit. */
    long head();

    /** The commit that was made with this key of this actor. */
    Optional<LoggedCommit> findIdempotent(String actor, String key);

    /**
     * Keeps the answer to a request with a key that made no commit, since there is no commit to keep it in.
     *
     * @return what is kept: of several answers to one key the first
     */
    Remembered remember(Idempotency request, long revision);

    /** The revision that was answered to a request with a key that made no commit. */
    Optional<Remembered> findRemembered(String actor, String key);

    /** What {@link #remember} was given. */
    record Remembered(Idempotency request, long revision) {}

    /**
     * Commits that fit, newest first.
     *
     * @param before only commits with a smaller revision
     * @param to is given one after the other, so that many large ones are never held together
     */
    void newestFirst(CommitFilter filter, long before, int most, Consumer<Commit> to);

    /** Every commit up to {@code upTo} that changes an entry of this scope or its environment, ascending. */
    void touching(Scope scope, long upTo, Consumer<Commit> to);

    /** Every commit up to {@code upTo} that changes an environment, ascending. */
    void environmentCommits(long upTo, Consumer<Commit> to);

    /** The newest revision that is not younger than {@code time}; empty where all are. */
    OptionalLong revisionAt(Instant time);
}
