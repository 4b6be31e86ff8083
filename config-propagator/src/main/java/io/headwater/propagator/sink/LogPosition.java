package io.headwater.propagator.sink;

/**
 * A place in one partition.
 *
 * @param offset of the next record to read
 * @param leaderEpoch of the record before it, or -1 where it is not known; tells a log that was cut off and written
 *     anew from the one that the offset belongs to
 */
public record LogPosition(long offset, int leaderEpoch) {
    /** The beginning. */
    public static final LogPosition START = new LogPosition(0, -1);
}
