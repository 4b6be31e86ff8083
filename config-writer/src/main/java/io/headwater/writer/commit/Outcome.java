package io.headwater.writer.commit;

/**
 * How a request ended that was not refused.
 *
 * @param revision of its commit; the head's where nothing changed
 * @param changed whether there is a commit
 * @param created whether what was put did not exist before
 * @param repeated whether this is the answer to an earlier request with the same idempotency key
 */
public record Outcome(long revision, boolean changed, boolean created, boolean repeated) {}
