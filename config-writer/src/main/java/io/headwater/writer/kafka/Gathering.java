package io.headwater.writer.kafka;

import java.time.Duration;

/**
 * When the next batch may begin. A transaction costs Kafka and everybody behind it about the same whether it has one commit
 * or a hundred, so under load fewer and larger ones carry more. Each commit of a batch puts the next one off by a moment:
 * up to some hundred commits a second the moments are shorter than a transaction and nobody waits; above that batches grow,
 * until the limit. For one thread.
 */
final class Gathering {
    /** Longer than this divided by the commits of a batch, and commits come slower than they would be put off. */
    private static final Duration EACH = Duration.ofMillis(2);

    private final Duration most;
    private long began;
    private Duration putOff = Duration.ZERO;

    /** @param most never longer than this from one batch to the next; zero never puts off */
    Gathering(Duration most) {
        this.most = most;
    }

    /** A batch of so many commits begins. */
    void begins(int commits, long nanos) {
        Duration all = EACH.multipliedBy(commits);
        putOff = all.compareTo(most) < 0 ? all : most;
        began = nanos;
    }

    /** How long to wait before the next batch begins; zero or less for no longer. */
    Duration left(long nanos) {
        return putOff.minusNanos(nanos - began);
    }
}
