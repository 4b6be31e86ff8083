package io.headwater.writer.commit;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through the committer.
 *
 * <pre>
 *   WAITING ──▶ INSERTING ──▶ (answered)
 *      │  ▲         │
 *      │  └─────────┘ another commit took the slot
 *      ▼
 *   GIVEN_UP
 * </pre>
 *
 * The one who waits may give up only while no insert is under way: afterwards nobody knows how it ends.
 */
final class PendingRequest {
    private enum Stage {
        WAITING,
        INSERTING,
        GIVEN_UP
    }

    private final Submission submission;
    private final long arrivedNanos;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final CompletableFuture<Outcome> answer = new CompletableFuture<>();

    PendingRequest(Submission submission, long arrivedNanos) {
        this.submission = submission;
        this.arrivedNanos = arrivedNanos;
    }

    Submission submission() {
        return submission;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    /** Says that its commit is about to be sent; false if nobody wants it any more. */
    boolean insert() {
        return stage.compareAndSet(Stage.WAITING, Stage.INSERTING);
    }

    /** Says that its commit was not made: another is in its slot. */
    void lost() {
        stage.compareAndSet(Stage.INSERTING, Stage.WAITING);
    }

    boolean givenUp() {
        return stage.get() == Stage.GIVEN_UP;
    }

    void answer(Outcome outcome) {
        answer.complete(outcome);
    }

    /** Ends it: it is not judged again. */
    void refuse(RuntimeException refusal) {
        stage.set(Stage.GIVEN_UP);
        answer.completeExceptionally(refusal);
    }

    /** Ends it by a failure, after which nobody knows of a commit that was on its way whether it was made. */
    void fail(RuntimeException failure) {
        refuse(stage.get() == Stage.INSERTING ? outcomeUnknown("this replica stopped or failed") : failure);
    }

    /** Ends it because nobody sees it through. */
    void abandon() {
        fail(notCommitted());
    }

    /** Waits for the answer until the time is over. */
    Outcome await(long nanos) throws InterruptedException {
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw stage.compareAndSet(Stage.WAITING, Stage.GIVEN_UP)
                    ? notCommitted()
                    : outcomeUnknown("the log did not answer in time");
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        }
    }

    private static HeadwaterException notCommitted() {
        return new HeadwaterException(
                ErrorCode.UNAVAILABLE,
                "the log did not answer in time; nothing was committed, so the request can be repeated");
    }

    private static HeadwaterException outcomeUnknown(String why) {
        return new HeadwaterException(
                ErrorCode.OUTCOME_UNKNOWN,
                why + ", and the commit may have been made or may still be; look for it, or repeat the request with the"
                        + " Idempotency-Key that it had");
    }

    private static RuntimeException unwrapped(@Nullable Throwable cause) {
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
