package io.headwater.writer.commit;

import io.headwater.core.Change;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.runtime.lifecycle.Backoff;
import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.log.AppendResult;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.LogBrokenException;
import io.headwater.writer.log.LogUnavailableException;
import io.headwater.writer.log.LoggedCommit;
import io.headwater.writer.state.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns requests into commits, one group at a time (group commit): whatever waits while a group is on its way to the log
 * goes there together in the next one. {@link #commit} may be called by any number of threads; all judging and inserting is
 * done by one.
 *
 * <p>The rules that it keeps are those of the commit log in {@code correctness.md}: a group whose outcome is not known
 * is resolved by reading its slots back before the next begins; refusals are judged again in a state that is proved to be
 * the newest; commit times never go back.
 */
public final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    /** What goes to the log together, and must arrive within one time-out. */
    private static final long MOST_BYTES = 8 << 20;

    /** How often a group that waits for others looks whether they have come. */
    private static final long LOOK_NANOS = 300_000;

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));

    private final CommitLog log;
    private final Ledger ledger;
    private final CommitContext context;
    private final Verdicts verdicts;
    private final CommitterMetrics metrics;
    private final FaultPoints faults;
    private final int mostInGroup;
    private final Crowd crowd = new Crowd();
    private final BlockingQueue<PendingRequest> waiting;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable Error died;
    private volatile boolean inserting;
    private long caughtUpAt = Long.MIN_VALUE;
    private boolean everCaughtUp;

    /**
     * @param ids makes the ids of commits, each only once in the world
     * @param mostInGroup how many commits go to the log together at most
     */
    public Committer(
            CommitLog log,
            Ledger ledger,
            CommitSizes sizes,
            InstantSource clock,
            Supplier<String> ids,
            CommitterMetrics metrics,
            FaultPoints faults,
            int mostInGroup) {
        this.log = log;
        this.ledger = ledger;
        this.context = new CommitContext(sizes, ledger.answered(), clock, ids);
        this.verdicts = new Verdicts(log, context, metrics);
        this.metrics = metrics;
        this.faults = faults;
        this.mostInGroup = mostInGroup;
        this.waiting = new ArrayBlockingQueue<>(mostInGroup * 20);
        this.thread = Thread.ofPlatform().name("committer").unstarted(this::run);
    }

    /** Begins to take requests. */
    public void start() {
        metrics.show(this::waiting, () -> ledger.state().revision());
        thread.start();
    }

    /** Ends after the group that is on its way; whoever waits still is told that nothing was committed. */
    public void stop() throws InterruptedException {
        stopping = true;
        if (!thread.join(Duration.ofSeconds(3))) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(1));
        }
        refuseAll(drained());
    }

    /**
     * Commits what a request wants.
     *
     * @param within how long the caller waits
     * @throws HeadwaterException the refusal; {@link ErrorCode#OUTCOME_UNKNOWN} if the time was over while the commit was
     *     on its way, {@link ErrorCode#UNAVAILABLE} if it certainly was not made
     */
    public Outcome commit(Submission submission, Duration within) throws InterruptedException {
        context.sizes().checkMessage(submission.message());
        PendingRequest request = new PendingRequest(submission, System.nanoTime());
        if (submission.claim().isPresent()) {
            Optional<Outcome> before =
                    answeredBeforeStart(submission, submission.claim().get());
            if (before.isPresent()) {
                return before.get();
            }
        }
        if (stopping || died != null) {
            throw ending();
        }
        if (!waiting.offer(request)) {
            throw new HeadwaterException(ErrorCode.UNAVAILABLE, "too many requests wait for the log");
        }
        return request.await(within.toNanos());
    }

    /**
     * Checks what a dry run would commit against the limits.
     *
     * @throws HeadwaterException {@link ErrorCode#TOO_LARGE}
     */
    public void checkSizes(String message, List<Change> changes) {
        context.sizes().check(message, changes);
    }

    /** Why no commit is made here any more, if the committer came to an end that nobody asked for. */
    public Optional<Error> died() {
        return Optional.ofNullable(died);
    }

    /** Whether a group is on its way to the log: how it ends tells whether another replica was first. */
    public boolean inserting() {
        return inserting;
    }

    /** How many requests wait for a group to end. */
    public int waiting() {
        return waiting.size();
    }

    /** A key that is not known here may have been used before this replica started: the log knows. */
    private Optional<Outcome> answeredBeforeStart(Submission submission, Submission.Claim claim) {
        if (context.answered().find(submission.author(), claim.key()).isPresent()) {
            return Optional.empty();
        }
        try {
            return log.findIdempotent(submission.author(), claim.key())
                    .map(commit -> Attempt.repeated(claim, commit.idempotency().orElseThrow(), commit.revision(), true))
                    .or(() -> log.findRemembered(submission.author(), claim.key())
                            .map(answer -> Attempt.repeated(claim, answer.request(), answer.revision(), false)));
        } catch (LogUnavailableException e) {
            throw unavailable(e);
        }
    }

    private void run() {
        while (!stopping) {
            try {
                PendingRequest first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<PendingRequest> group = new ArrayList<>();
                    group.add(first);
                    awaitCrowd();
                    waiting.drainTo(group, mostInGroup - 1);
                    resolve(group);
                }
            } catch (InterruptedException e) {
                return;
            } catch (Error e) {
                // Nobody knows what is whole after that, so nothing is made on top of it.
                LOG.error("the committer died; this replica makes no more commits", e);
                died = e;
                refuseAll(drained());
                return;
            }
        }
    }

    private void awaitCrowd() {
        int others = Math.min(crowd.expected(), mostInGroup) - 1;
        long end = System.nanoTime() + crowd.patience().toNanos();
        while (waiting.size() < others && System.nanoTime() - end < 0 && !stopping) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Sees a group through: when this returns, each of its requests has its answer, or nobody waits for it. */
    private void resolve(List<PendingRequest> group) throws InterruptedException {
        List<PendingRequest> pending = group;
        try {
            while (!pending.isEmpty()) {
                Attempt attempt = new Attempt(context, ledger.state());
                List<PendingRequest> later = new ArrayList<>();
                for (PendingRequest request : pending) {
                    if (attempt.weight() >= MOST_BYTES) {
                        later.add(request);
                    } else if (!request.givenUp()) {
                        attempt.judge(request);
                    }
                }
                pending = attempt.accepted().isEmpty() ? settle(attempt, pending) : insert(attempt, later);
            }
        } catch (InterruptedException | Error e) {
            pending.forEach(PendingRequest::abandon);
            throw e;
        } catch (LogUnavailableException e) {
            pending.forEach(request -> request.fail(unavailable(e)));
        } catch (LogBrokenException e) {
            pending.forEach(request -> request.fail(broken(e)));
        } catch (RuntimeException e) {
            LOG.error("a group of {} requests failed", pending.size(), e);
            pending.forEach(request -> request.fail(e));
        }
    }

    /**
     * Answers an attempt without commits, once its state is proved to be the newest since all its requests arrived: a
     * replica that is behind would refuse wrongly, and no insert would tell it so.
     *
     * @return what has to be judged again
     */
    private List<PendingRequest> settle(Attempt attempt, List<PendingRequest> pending) {
        throwIfBroken();
        boolean newest = everCaughtUp && pending.stream().allMatch(request -> request.arrivedNanos() - caughtUpAt < 0);
        if (!newest) {
            long before = System.nanoTime();
            State now = ledger.catchUp();
            caughtUpAt = before;
            everCaughtUp = true;
            // Whoever else reads the log may have brought the ledger forward since: what counts is what was judged.
            if (now != attempt.from()) {
                return pending;
            }
        }
        verdicts.tell(attempt.settled());
        return List.of();
    }

    private void throwIfBroken() {
        ledger.broken().ifPresent(e -> {
            throw e;
        });
    }

    /**
     * Inserts what was accepted.
     *
     * @param later what did not fit in
     * @return what has to be judged yet, or again because others came first
     */
    private List<PendingRequest> insert(Attempt attempt, List<PendingRequest> later) throws InterruptedException {
        throwIfBroken();
        List<Attempt.Accepted> toInsert = new ArrayList<>();
        boolean whole = true;
        for (Attempt.Accepted accepted : attempt.accepted()) {
            // Somebody gave up in this very moment: those behind were judged on a commit that will not be made.
            whole = whole && accepted.request().insert();
            if (whole) {
                toInsert.add(accepted);
            }
        }
        List<PendingRequest> again = new ArrayList<>();
        int made = 0;
        if (!toInsert.isEmpty()) {
            inserting = true;
            try {
                made = insertAndReadBack(toInsert);
            } finally {
                inserting = false;
            }
        }
        for (Attempt.Accepted accepted :
                attempt.accepted().subList(made, attempt.accepted().size())) {
            accepted.request().lost();
            again.add(accepted.request());
        }
        if (again.isEmpty()) {
            // The insert proved that the group's first slot was the head; every refusal was judged on top of that.
            verdicts.tell(attempt.settled());
        } else {
            attempt.settled().forEach(one -> again.add(one.request()));
        }
        again.addAll(later);
        return again;
    }

    /**
     * Inserts until it is known for each commit whether it was made. Those that were are answered.
     *
     * @return how many were made, from the first on; the slot of the next one has another's commit
     */
    private int insertAndReadBack(List<Attempt.Accepted> group) throws InterruptedException {
        faults.at(FaultPoints.BEFORE_INSERT);
        long began = System.nanoTime();
        int made = 0;
        for (int failures = 0; ; ) {
            List<Attempt.Accepted> open = group.subList(made, group.size());
            AppendResult result =
                    log.append(open.stream().map(Attempt.Accepted::commit).toList());
            if (result instanceof AppendResult.Appended) {
                faults.at(FaultPoints.AFTER_INSERT);
                long took = System.nanoTime() - began;
                crowd.inserted(group.size(), waiting.size(), Duration.ofNanos(took));
                open.forEach(this::made);
                metrics.inserted(group.size(), took);
                return group.size();
            }
            ReadBack readBack = readBack(group, made);
            made = readBack.made();
            if (readBack.slotTaken() || made == group.size()) {
                return made;
            }
            if (result instanceof AppendResult.Refused refused
                    && group.size() - open.size() + refused.index() == made) {
                LOG.error("the log refuses commit {}", group.get(made).commit().revision(), refused.cause());
                group.get(made)
                        .request()
                        .refuse(new IllegalStateException("the log refuses the commit", refused.cause()));
                return made;
            }
            failures++;
            if (failures == 1 && result instanceof AppendResult.Unclear unclear) {
                LOG.warn(
                        "it is not known whether commits {} to {} were made ({}); inserting the same again until it is",
                        group.get(made).commit().revision(),
                        group.getLast().commit().revision(),
                        unclear.cause().toString());
            }
            Thread.sleep(RETRY.delay(failures, RandomGenerator.getDefault()));
        }
    }

    private record ReadBack(int made, boolean slotTaken) {}

    /** Looks into the slots of a group. An empty slot proves nothing: the insert may still arrive. */
    private ReadBack readBack(List<Attempt.Accepted> group, int from) throws InterruptedException {
        int made = from;
        for (int failures = 1; ; failures++) {
            try {
                long after = group.getFirst().commit().revision() - 1;
                List<LoggedCommit> slots = log.read(after + made, group.size() - made);
                for (LoggedCommit slot : slots) {
                    Attempt.Accepted mine = group.get(made);
                    if (slot.revision() != mine.commit().revision()
                            || !slot.id().equals(mine.commit().id())) {
                        ledger.catchUp();
                        return new ReadBack(made, true);
                    }
                    made(mine);
                    made++;
                }
                return new ReadBack(made, false);
            } catch (LogUnavailableException e) {
                LOG.debug("reading the slots back failed {} times", failures, e);
                Thread.sleep(RETRY.delay(failures, RandomGenerator.getDefault()));
            }
        }
    }

    private void made(Attempt.Accepted accepted) {
        ledger.applyOwn(accepted.commit(), accepted.before(), accepted.after());
        metrics.committed();
        accepted.request().answer(accepted.outcome());
    }

    private List<PendingRequest> drained() {
        List<PendingRequest> left = new ArrayList<>();
        waiting.drainTo(left);
        return left;
    }

    private void refuseAll(List<PendingRequest> requests) {
        requests.forEach(request -> request.refuse(ending()));
    }

    private static HeadwaterException ending() {
        return new HeadwaterException(
                ErrorCode.UNAVAILABLE,
                "this replica is stopping; nothing was committed, so the request can be repeated");
    }

    private static HeadwaterException unavailable(LogUnavailableException e) {
        return new HeadwaterException(
                ErrorCode.UNAVAILABLE, "the log cannot be reached (" + e.getMessage() + "); nothing was committed");
    }

    private static HeadwaterException broken(LogBrokenException e) {
        return new HeadwaterException(ErrorCode.UNAVAILABLE, "the log contradicts itself: " + e.getMessage());
    }
}
