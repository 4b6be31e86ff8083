package io.headwater.writer.fault;

/**
 * Named points that a component passes. In production nothing happens there; a test holds or fails a component at one,
 * to play an interleaving that otherwise takes luck.
 */
@FunctionalInterface
public interface FaultPoints {
    /** Nothing happens. */
    FaultPoints NONE = point -> {};

    /** A group of commits is chained and about to be inserted. */
    String BEFORE_INSERT = "commit.before-insert";
    /** A group was inserted; nobody has been answered. */
    String AFTER_INSERT = "commit.after-insert";
    /** The relay has fenced its predecessors; no watermark has been read. */
    String RELAY_FENCED = "relay.fenced";
    /** The relay knows where to resume; nothing has been sent. */
    String RELAY_RESUMING = "relay.resuming";
    /** The relay has written the target of a refill; no entry has been sent. */
    String RELAY_TARGET_WRITTEN = "relay.target-written";
    /** The relay is about to begin the transaction of a batch. */
    String RELAY_BEFORE_SEND = "relay.before-send";
    /** All records of a batch are sent; the transaction is open. */
    String RELAY_BEFORE_COMMIT = "relay.before-commit";
    /** A checkpoint generation is written; it is not the current one yet. */
    String CHECKPOINT_BEFORE_SWITCH = "checkpoint.before-switch";

    /** Passes the point {@code name}. May block, or throw to play a failure. */
    void at(String name) throws InterruptedException;
}
