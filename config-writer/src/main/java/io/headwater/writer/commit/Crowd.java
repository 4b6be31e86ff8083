package io.headwater.writer.commit;

import java.time.Duration;

/**
 * How many requests the next group may expect. Under load, those who were just answered come back with their next request
 * within a moment, while others wait already: a group that leaves without them is half as large, and costs the log almost
 * as much. So the committer waits for them, for a part of the time that an insert takes, and not at all when there is no
 * crowd. (PostgreSQL's {@code commit_delay} with {@code commit_siblings} is the same trade, with fixed numbers.) For one
 * thread.
 */
final class Crowd {
    /** So many make a crowd. */
    private static final int FEW = 8;

    /** The part of an insert that a group may wait. */
    private static final int PART = 2;

    private static final Duration LONGEST = Duration.ofMillis(10);

    private int seen;
    private Duration patience = Duration.ZERO;

    /**
     * A group was inserted.
     *
     * @param group how many requests it had
     * @param waiting how many came meanwhile
     * @param insert how long it took
     */
    void inserted(int group, int waiting, Duration insert) {
        seen = group + waiting;
        Duration part = insert.dividedBy(PART);
        patience = part.compareTo(LONGEST) < 0 ? part : LONGEST;
    }

    /** How many to wait for. */
    int expected() {
        return seen < FEW ? 0 : seen;
    }

    /** How long to wait for them at most. */
    Duration patience() {
        return patience;
    }
}
