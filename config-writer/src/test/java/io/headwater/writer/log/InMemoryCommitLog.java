package io.headwater.writer.log;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.Scope;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The commit log in memory. Tests can decide how single appends end, and make reads fail. */
public final class InMemoryCommitLog implements CommitLog {
    /** Decides an append; {@code really} appends and tells the true result. */
    @FunctionalInterface
    public interface Append {
        AppendResult append(List<LoggedCommit> group, Supplier<AppendResult> really);
    }

    private final TreeMap<Long, LoggedCommit> commits = new TreeMap<>();
    private final Map<List<String>, Remembered> remembered = new HashMap<>();
    private final Deque<Append> next = new ArrayDeque<>();
    private final List<Integer> groups = new ArrayList<>();
    private volatile boolean readsFail;

    /** Decides the next append that has not been decided yet. */
    public synchronized void nextAppend(Append append) {
        next.add(append);
    }

    public void readsFail(boolean fail) {
        readsFail = fail;
    }

    /** The sizes of the groups that came. */
    public synchronized List<Integer> groups() {
        return List.copyOf(groups);
    }

    public synchronized List<LoggedCommit> all() {
        return List.copyOf(commits.values());
    }

    /** Takes away what a test put there that no writer would. */
    public synchronized void removeLast() {
        commits.pollLastEntry();
    }

    @Override
    public AppendResult append(List<LoggedCommit> group) {
        Append decided;
        synchronized (this) {
            groups.add(group.size());
            decided = next.poll();
        }
        return decided == null ? appendReally(group) : decided.append(group, () -> appendReally(group));
    }

    private synchronized AppendResult appendReally(List<LoggedCommit> group) {
        for (LoggedCommit commit : group) {
            if (commits.putIfAbsent(commit.revision(), commit) != null) {
                return new AppendResult.Unclear(new IllegalStateException("slot " + commit.revision() + " is taken"));
            }
        }
        return new AppendResult.Appended();
    }

    private void mayFail() {
        if (readsFail) {
            throw new LogUnavailableException("cut off", new IllegalStateException("test"));
        }
    }

    @Override
    public synchronized List<LoggedCommit> read(long revision, int most) {
        mayFail();
        return commits.tailMap(revision, false).values().stream().limit(most).toList();
    }

    @Override
    public synchronized Optional<LoggedCommit> commit(long revision) {
        mayFail();
        return Optional.ofNullable(commits.get(revision));
    }

    @Override
    public synchronized long head() {
        mayFail();
        return commits.isEmpty() ? 0 : commits.lastKey();
    }

    @Override
    public synchronized Optional<LoggedCommit> findIdempotent(String actor, String key) {
        mayFail();
        return commits.values().stream()
                .filter(commit -> commit.idempotency()
                        .filter(it -> it.actor().equals(actor) && it.key().equals(key))
                        .isPresent())
                .findFirst();
    }

    @Override
    public synchronized Remembered remember(Idempotency request, long revision) {
        mayFail();
        return remembered.computeIfAbsent(
                List.of(request.actor(), request.key()), key -> new Remembered(request, revision));
    }

    @Override
    public synchronized Optional<Remembered> findRemembered(String actor, String key) {
        mayFail();
        return Optional.ofNullable(remembered.get(List.of(actor, key)));
    }

    @Override
    public synchronized void newestFirst(CommitFilter filter, long before, int most, Consumer<Commit> to) {
        mayFail();
        commits.headMap(before, false).values().stream()
                .map(LoggedCommit::commit)
                .filter(filter::fits)
                .sorted(Comparator.comparingLong(Commit::revision).reversed())
                .limit(most)
                .forEach(to);
    }

    @Override
    public synchronized void touching(Scope scope, long upTo, Consumer<Commit> to) {
        mayFail();
        each(upTo, change -> touches(change, scope), to);
    }

    private static boolean touches(Change change, Scope scope) {
        return switch (change) {
            case Change.OfEntry entry -> entry.id().scope().equals(scope);
            case Change.OfEnvironment environment -> environment.environment().equals(scope.environment());
        };
    }

    @Override
    public synchronized void environmentCommits(long upTo, Consumer<Commit> to) {
        mayFail();
        each(upTo, Change.OfEnvironment.class::isInstance, to);
    }

    private void each(long upTo, Predicate<Change> fits, Consumer<Commit> to) {
        commits.headMap(upTo, true).values().stream()
                .map(LoggedCommit::commit)
                .filter(commit -> commit.changes().stream().anyMatch(fits))
                .forEach(to);
    }

    @Override
    public synchronized OptionalLong revisionAt(Instant time) {
        mayFail();
        return commits.values().stream()
                .filter(commit -> !commit.commit().time().isAfter(time))
                .mapToLong(LoggedCommit::revision)
                .max();
    }
}
