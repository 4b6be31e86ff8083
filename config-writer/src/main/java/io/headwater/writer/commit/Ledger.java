package io.headwater.writer.commit;

import io.headwater.core.Commit;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.LogBrokenException;
import io.headwater.writer.log.LogUnavailableException;
import io.headwater.writer.log.LoggedCommit;
import io.headwater.writer.state.State;
import io.headwater.writer.state.StateHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * This replica's copy of the history: the newest state, and the commits and states shortly before it. It steps forward by
 * what this replica's own committer made and by reading what others made; whichever comes first. Each commit is checked
 * against the hash chain before it counts. Safe for use by several threads.
 */
public final class Ledger {
    private static final int READ_AT_ONCE = 1_000;

    private final CommitLog log;
    private final StateHistory history;
    private final RecentCommits recent;
    private final AnsweredRequests answered;

    private final ReentrantLock applying = new ReentrantLock();
    private final Condition advanced = applying.newCondition();
    private volatile State state;
    private volatile @Nullable LogBrokenException broken;

    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicLong readsStarted = new AtomicLong();
    private volatile long readsDone;
    private volatile long newestAsOf = System.nanoTime();
    private volatile @Nullable LogUnavailableException lastFailure;

    /** A ledger that begins before the first commit. */
    public Ledger(CommitLog log, long epoch, StateHistory history, RecentCommits recent, AnsweredRequests answered) {
        this.log = log;
        this.state = State.empty(epoch);
        this.history = history;
        this.recent = recent;
        this.answered = answered;
    }

    /**
     * Goes on from a checkpoint, if there is one, before anybody asks for anything. The commit that it names must be in
     * the log.
     *
     * @throws LogUnavailableException when the log does not answer
     * @throws LogBrokenException when the log has another commit of that revision, or none
     */
    public void startFrom(Optional<State> checkpoint) {
        applying.lock();
        try {
            State start = checkpoint.orElse(state);
            if (start.revision() > 0) {
                Optional<LoggedCommit> last = log.commit(start.revision());
                if (last.filter(it -> it.commit().hash().equals(start.hash())).isEmpty()) {
                    LogBrokenException found = new LogBrokenException("the checkpoint was made at commit "
                            + start.revision() + " with the hash " + start.hash() + ", and the log has "
                            + last.map(it -> "another with " + it.commit().hash())
                                    .orElse("none")
                            + ". The log or the checkpoint comes from elsewhere; delete the collections checkpoints and"
                            + " entries if the log is the right one");
                    broken = found;
                    throw found;
                }
            }
            state = start;
            history.add(start, 0);
        } finally {
            applying.unlock();
        }
    }

    /** The newest state that this replica knows. */
    public State state() {
        return state;
    }

    /** For how long nothing has proved that no other replica made a commit. */
    public Duration unprovedFor() {
        return Duration.ofNanos(System.nanoTime() - newestAsOf);
    }

    /** The requests with a key that are known to have been answered. */
    public AnsweredRequests answered() {
        return answered;
    }

    /** The states shortly before. */
    public StateHistory history() {
        return history;
    }

    /** Commits shortly before. */
    public RecentCommits recent() {
        return recent;
    }

    /** Why nothing can be written any more, if the log contradicts itself. */
    public Optional<LogBrokenException> broken() {
        return Optional.ofNullable(broken);
    }

    /** Why the last read failed, if it did. */
    public Optional<LogUnavailableException> unreachable() {
        return Optional.ofNullable(lastFailure);
    }

    /**
     * Reads the log to its end, as it is at some moment after this call began. Callers that wait together share one read.
     *
     * @throws LogUnavailableException when the log does not answer
     * @throws LogBrokenException when it contradicts itself
     */
    public State catchUp() {
        long arrival = readsStarted.get();
        reading.lock();
        try {
            // A read that began after this call has been done while it waited: what it saw is new enough.
            if (readsDone <= arrival) {
                readToTheEnd();
            }
            throwIfBroken();
            LogUnavailableException failure = lastFailure;
            if (failure != null) {
                throw failure;
            }
            return state;
        } finally {
            reading.unlock();
        }
    }

    private void readToTheEnd() {
        long number = readsStarted.incrementAndGet();
        long began = System.nanoTime();
        try {
            while (true) {
                List<LoggedCommit> commits = log.read(state.revision(), READ_AT_ONCE);
                if (commits.isEmpty()) {
                    break;
                }
                apply(commits);
            }
            lastFailure = null;
            newestAsOf = began;
        } catch (LogUnavailableException e) {
            lastFailure = e;
        } finally {
            readsDone = number;
        }
    }

    /** Steps forward over commits that were read from the log; those already known are passed over. */
    private void apply(List<LoggedCommit> commits) {
        applying.lock();
        try {
            throwIfBroken();
            for (LoggedCommit logged : commits) {
                if (logged.revision() > state.revision()) {
                    verify(logged.commit());
                    step(logged, state.after(logged.commit()));
                }
            }
            advanced.signalAll();
        } finally {
            applying.unlock();
        }
    }

    /**
     * Steps forward over a commit of this replica's own that is in the log.
     *
     * @param before the state on which it was judged
     * @param after the state that it leads to
     */
    void applyOwn(LoggedCommit logged, State before, State after) {
        applying.lock();
        try {
            if (logged.revision() <= state.revision()) {
                // Read from the log before this came; whatever broke the chain since stands behind it.
                return;
            }
            throwIfBroken();
            // An own commit in the slot after the head proves that this was the head.
            newestAsOf = System.nanoTime();
            if (state == before) {
                step(logged, after);
                advanced.signalAll();
            } else {
                apply(List.of(logged));
            }
        } finally {
            applying.unlock();
        }
    }

    private void step(LoggedCommit logged, State after) {
        recent.add(logged);
        history.add(after, logged.weight());
        logged.idempotency()
                .ifPresent(key -> answered.add(new AnsweredRequests.Answer(
                        key, logged.revision(), true, logged.commit().time())));
        state = after;
    }

    private void verify(Commit commit) {
        State before = state;
        String problem = null;
        if (commit.revision() != before.revision() + 1) {
            problem = "commit " + (before.revision() + 1) + " is missing: the next one is " + commit.revision();
        } else if (!commit.previousHash().equals(before.hash())) {
            problem = "commit " + commit.revision() + " does not follow commit " + before.revision()
                    + ": it names the hash " + commit.previousHash() + " and that one has " + before.hash();
        } else if (!commit.intact()) {
            problem = "commit " + commit.revision()
                    + " was changed after it was made: its hash is not that of its content";
        }
        if (problem != null) {
            LogBrokenException found = new LogBrokenException(
                    problem
                            + ". Nothing is written any more; compare the collection commits with a backup before starting again");
            broken = found;
            throw found;
        }
    }

    private void throwIfBroken() {
        LogBrokenException found = broken;
        if (found != null) {
            throw found;
        }
    }

    /**
     * Waits until there is a commit after {@code revision}, or the time is over.
     *
     * @return whether there is one
     */
    public boolean awaitAfter(long revision, Duration most) throws InterruptedException {
        if (state.revision() > revision) {
            return true;
        }
        long left = most.toNanos();
        applying.lockInterruptibly();
        try {
            while (state.revision() <= revision && left > 0) {
                left = advanced.awaitNanos(left);
            }
            return state.revision() > revision;
        } finally {
            applying.unlock();
        }
    }

    /** Wakes whoever waits for commits, to look at something else. */
    public void wake() {
        applying.lock();
        try {
            advanced.signalAll();
        } finally {
            applying.unlock();
        }
    }

    /** As {@link #catchUp}, but after this time what is held has to do. */
    public State catchUpWithin(Duration most) {
        return newestWithin(most).orElseGet(this::state);
    }

    /** As {@link #catchUp}; empty if the log does not answer within this time, or contradicts itself. */
    public Optional<State> newestWithin(Duration most) {
        CompletableFuture<State> read = CompletableFuture.supplyAsync(
                this::catchUp, task -> Thread.ofVirtual().name("catch-up").start(task));
        try {
            return Optional.of(read.get(most.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
