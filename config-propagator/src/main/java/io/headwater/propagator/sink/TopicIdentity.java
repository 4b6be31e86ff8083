package io.headwater.propagator.sink;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the topic that is read is still the one that it was. Kafka does not tell: in its place another one may answer
 * under the same name, with other records at the same offsets.
 *
 * <p>A thread of its own asks all the time, so that nobody who has a commit in hand waits for the answer. {@link #verify}
 * may be called by any thread.
 */
final class TopicIdentity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicIdentity.class);

    private final EntriesLog log;
    private final EntriesLog.Topic topic;
    private final InstantSource clock;
    private final Thread asking;
    /** When the last question was asked to which the answer was yes. */
    private volatile Instant known;

    private volatile boolean replaced;

    /**
     * Finds the topic, and watches it until it is closed.
     *
     * @param every how long it waits between two questions
     * @throws RuntimeException if Kafka cannot be reached
     */
    TopicIdentity(EntriesLog log, InstantSource clock, Duration every) throws InterruptedException {
        this.log = log;
        this.clock = clock;
        this.known = clock.instant();
        this.topic = log.topic();
        this.asking = Thread.ofVirtual().name("redis-sink-topic").start(() -> keepAsking(every));
    }

    /** What it was at first. */
    EntriesLog.Topic topic() {
        return topic;
    }

    /**
     * Makes sure of it, and asks only if the last answer is older than this.
     *
     * @throws StartAfreshException if it is another one
     * @throws RuntimeException if Kafka cannot be reached
     */
    void verify(Duration knownFor) throws InterruptedException {
        if (Duration.between(known, clock.instant()).compareTo(knownFor) >= 0) {
            ask();
        }
        if (replaced) {
            throw new StartAfreshException("the topic was replaced by another one");
        }
    }

    private void ask() throws InterruptedException {
        Instant asked = clock.instant();
        if (log.topic().id().equals(topic.id())) {
            known = asked;
        } else {
            replaced = true;
        }
    }

    private void keepAsking(Duration every) {
        try {
            while (!replaced) {
                Thread.sleep(every);
                try {
                    ask();
                } catch (RuntimeException e) {
                    LOG.debug("Kafka does not say whether the topic is still the same", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        }
    }

    @Override
    public void close() {
        asking.interrupt();
    }
}
