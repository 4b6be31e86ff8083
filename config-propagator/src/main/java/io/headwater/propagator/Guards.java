package io.headwater.propagator;

/**
 * What keeps the promises in rare interleavings. Production has all of them; a test takes one away to prove that its
 * checker sees what then goes wrong. There is no setting for any.
 *
 * @param exactPredecessor a delta is applied in Redis only to the state that it was computed from (rule 19)
 * @param readCommitted nothing of an aborted transaction is read (rule 14)
 * @param exactlyOnce Kafka Streams writes store and topics in one transaction (rule 14)
 * @param refillTarget nothing below the target of a refill is shown to readers (rule 9)
 */
public record Guards(boolean exactPredecessor, boolean readCommitted, boolean exactlyOnce, boolean refillTarget) {
    /** All of them. */
    public static final Guards ALL = new Guards(true, true, true, true);

    /** Without the comparison in Redis. */
    public Guards withoutExactPredecessor() {
        return new Guards(false, readCommitted, exactlyOnce, refillTarget);
    }

    /** With consumers that read uncommitted records. */
    public Guards withoutReadCommitted() {
        return new Guards(exactPredecessor, false, exactlyOnce, refillTarget);
    }

    /** With at-least-once processing. */
    public Guards withoutExactlyOnce() {
        return new Guards(exactPredecessor, readCommitted, false, refillTarget);
    }

    /** With refills that are shown before they are complete. */
    public Guards withoutRefillTarget() {
        return new Guards(exactPredecessor, readCommitted, exactlyOnce, false);
    }
}
