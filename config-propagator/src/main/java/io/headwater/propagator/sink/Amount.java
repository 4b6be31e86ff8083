package io.headwater.propagator.sink;

/**
 * So many records, and the memory that they take: a limit on either alone is none, as records have from a few bytes to
 * megabytes.
 *
 * @param bytes about; what a record takes beside its value is estimated
 */
public record Amount(int records, long bytes) {
    /** Nothing. */
    public static final Amount NONE = new Amount(0, 0);

    /** No limit. */
    public static final Amount ANY = new Amount(Integer.MAX_VALUE, Long.MAX_VALUE);

    /** Whether it is above a limit, by number or by size. */
    public boolean exceeds(Amount limit) {
        return records > limit.records || bytes > limit.bytes;
    }

    /** One record. */
    static Amount of(SinkRecord record) {
        return new Amount(1, record.bytes());
    }

    Amount plus(Amount other) {
        return new Amount(records + other.records, bytes + other.bytes);
    }

    Amount minus(Amount other) {
        return new Amount(records - other.records, bytes - other.bytes);
    }
}
