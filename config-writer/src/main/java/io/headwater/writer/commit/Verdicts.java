package io.headwater.writer.commit;

import io.headwater.core.HeadwaterException;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.Idempotency;
import java.time.Instant;
import java.util.List;

/** Tells requests that make no commit how they end, and keeps the answers to those that have a key. */
final class Verdicts {
    private final CommitLog log;
    private final CommitContext context;
    private final CommitterMetrics metrics;

    Verdicts(CommitLog log, CommitContext context, CommitterMetrics metrics) {
        this.log = log;
        this.context = context;
        this.metrics = metrics;
    }

    /** Only for what was judged in a state that is proved to have been the newest. */
    void tell(List<Attempt.Settled> settled) {
        for (Attempt.Settled one : settled) {
            switch (one) {
                case Attempt.Settled.Answered answered -> answer(answered);
                case Attempt.Settled.Refused refused -> refuse(refused.request(), refused.refusal());
            }
        }
    }

    private void answer(Attempt.Settled.Answered answered) {
        try {
            answered.request().answer(remembered(answered.request().submission(), answered.outcome()));
        } catch (HeadwaterException e) {
            refuse(answered.request(), e);
        }
    }

    private void refuse(PendingRequest request, RuntimeException refusal) {
        metrics.refused(refusal);
        request.refuse(refusal);
    }

    /** The answer that stands for a request that changes nothing: another replica may have given one for its key before. */
    private Outcome remembered(Submission submission, Outcome outcome) {
        if (outcome.changed() || submission.claim().isEmpty()) {
            return outcome;
        }
        Submission.Claim claim = submission.claim().get();
        if (outcome.repeated()) {
            // Of the first one of this group, perhaps, whose answer is known only now.
            return context.answered()
                    .find(submission.author(), claim.key())
                    .map(it -> Attempt.repeated(claim, it.request(), it.revision(), it.changed()))
                    .orElse(outcome);
        }
        Idempotency key = Attempt.idempotency(submission, false).orElseThrow();
        CommitLog.Remembered first = log.remember(key, outcome.revision());
        Instant now = Instant.ofEpochMilli(context.clock().millis());
        context.answered().add(new AnsweredRequests.Answer(first.request(), first.revision(), false, now));
        boolean own = first.equals(new CommitLog.Remembered(key, outcome.revision()));
        return own ? outcome : Attempt.repeated(claim, first.request(), first.revision(), false);
    }
}
