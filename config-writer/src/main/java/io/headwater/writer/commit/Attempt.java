package io.headwater.writer.commit;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.writer.log.Idempotency;
import io.headwater.writer.log.LoggedCommit;
import io.headwater.writer.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pass over the waiting requests: each is judged in the state that those before it lead to, and what is accepted is
 * chained into a group for one insert. Nothing here is certain until the group is in the log.
 */
final class Attempt {
    /** A commit that wants to be inserted, the state on which it was judged, and the one that it leads to. */
    record Accepted(PendingRequest request, LoggedCommit commit, boolean created, State before, State after) {
        Outcome outcome() {
            return new Outcome(commit.revision(), true, created, false);
        }
    }

    /** A request that makes no commit, with its answer: an outcome, or a refusal. */
    sealed interface Settled {
        PendingRequest request();

        /** Nothing to change, or answered before. */
        record Answered(PendingRequest request, Outcome outcome) implements Settled {}

        /** Refused. */
        record Refused(PendingRequest request, RuntimeException refusal) implements Settled {}
    }

    private record ClaimOf(String actor, String key) {}

    /** What a key was used for in this pass, and how that will be answered. */
    private record Claimed(Idempotency first, Outcome outcome) {}

    private final CommitContext context;
    private final List<Accepted> accepted = new ArrayList<>();
    private final List<Settled> settled = new ArrayList<>();
    private final Map<ClaimOf, Claimed> claims = new HashMap<>();
    private final State from;
    private State state;
    private long weight;

    Attempt(CommitContext context, State from) {
        this.context = context;
        this.from = from;
        this.state = from;
    }

    /** The state on which the first request was judged. */
    State from() {
        return from;
    }

    /** About how many bytes the accepted commits take together. */
    long weight() {
        return weight;
    }

    List<Accepted> accepted() {
        return accepted;
    }

    List<Settled> settled() {
        return settled;
    }

    void judge(PendingRequest request) {
        try {
            Optional<Outcome> earlier = answeredBefore(request.submission());
            if (earlier.isPresent()) {
                settled.add(new Settled.Answered(request, earlier.get()));
                return;
            }
            Submission submission = request.submission();
            Decision decision = submission.proposal().judge(state);
            if (decision.changes().isEmpty()) {
                Outcome nothing = new Outcome(state.revision(), false, false, false);
                settled.add(new Settled.Answered(request, nothing));
                idempotency(submission, false).ifPresent(key -> claim(key, nothing));
                return;
            }
            context.sizes().check(submission.message(), decision.changes());
            accept(request, decision);
        } catch (RuntimeException e) {
            settled.add(new Settled.Refused(request, e));
        }
    }

    private void accept(PendingRequest request, Decision decision) {
        Submission submission = request.submission();
        Optional<Idempotency> idempotency = idempotency(submission, decision.created());
        LoggedCommit commit = new LoggedCommit(
                chained(submission, decision.changes()), context.ids().get(), submission.traceparent(), idempotency);
        State after = state.after(commit.commit());
        Accepted next = new Accepted(request, commit, decision.created(), state, after);
        accepted.add(next);
        weight += commit.weight();
        idempotency.ifPresent(key -> claim(key, next.outcome()));
        state = after;
    }

    private void claim(Idempotency key, Outcome outcome) {
        claims.put(new ClaimOf(key.actor(), key.key()), new Claimed(key, outcome));
    }

    /** The key of a request, as it is kept with the first answer. */
    static Optional<Idempotency> idempotency(Submission submission, boolean created) {
        return submission
                .claim()
                .map(claim -> new Idempotency(submission.author(), claim.key(), claim.request(), created));
    }

    private Commit chained(Submission submission, List<Change> changes) {
        Instant now = Instant.ofEpochMilli(context.clock().millis());
        // The history has one order: a clock that was set back, or another replica's that is slow, must not show in it.
        Instant time = now.isBefore(state.time()) ? state.time() : now;
        return Commit.chained(
                state.revision() + 1, time, submission.author(), submission.message(), changes, state.hash());
    }

    private Optional<Outcome> answeredBefore(Submission submission) {
        if (submission.claim().isEmpty()) {
            return Optional.empty();
        }
        Submission.Claim claim = submission.claim().get();
        Claimed inGroup = claims.get(new ClaimOf(submission.author(), claim.key()));
        if (inGroup != null) {
            Outcome first = inGroup.outcome();
            return Optional.of(repeated(claim, inGroup.first(), first.revision(), first.changed()));
        }
        return context.answered()
                .find(submission.author(), claim.key())
                .map(answer -> repeated(claim, answer.request(), answer.revision(), answer.changed()));
    }

    /** The first answer again, or the refusal of a key that was used for something else. */
    static Outcome repeated(Submission.Claim claim, Idempotency first, long revision, boolean changed) {
        if (!first.request().equals(claim.request())) {
            throw new HeadwaterException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "the Idempotency-Key " + Names.quoted(claim.key())
                            + " was used for another request, which "
                            + (changed ? "made commit " : "changed nothing at commit ") + revision
                            + "; a new request needs a new key");
        }
        return new Outcome(revision, changed, first.created(), true);
    }
}
