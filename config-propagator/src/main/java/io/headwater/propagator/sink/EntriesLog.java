package io.headwater.propagator.sink;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The topic of all entries. Thread-safe; what {@link #open} returns is not. */
public interface EntriesLog {
    /**
     * What has to be known of the topic.
     *
     * @param id tells it from another one of the same name
     * @param deleteRetention how long a deletion can still be read
     * @param compactionLag how long a record is safe from compaction
     */
    record Topic(String id, int partitions, Duration deleteRetention, Duration compactionLag) {}

    /**
     * Asks the broker.
     *
     * @throws RuntimeException if it does not answer, or there is no such topic
     */
    Topic topic() throws InterruptedException;

    /**
     * Names of environments, as far as they can be known without reading: some may be missing, and some may not exist.
     *
     * @throws RuntimeException if the broker does not answer
     */
    Set<String> likelyEnvironments() throws InterruptedException;

    /** A reader of all partitions. It stands nowhere before one of the methods to seek is called. */
    Reader open(int partitions);

    /**
     * Reads all partitions, or some. For one thread, except that {@link #wakeUp} may be called by another.
     */
    interface Reader extends AutoCloseable {
        /** Goes to the beginning of every partition. */
        void seekToBeginning();

        /** Reads one partition alone, from its beginning. */
        void readOnly(int partition);

        /** Goes to these positions. */
        void seek(Map<Integer, LogPosition> positions);

        /** Where every partition begins. */
        Map<Integer, Long> beginnings();

        /** Behind the last record of every partition that can be read now. */
        Map<Integer, Long> ends();

        /** Offsets of the next records, of the partitions that are read. */
        Map<Integer, Long> positions();

        /**
         * Waits for records and hands on what there is.
         *
         * @throws PositionLostException if the log does not have the position any longer
         */
        void poll(Duration atMost, Consumer<RawRecord> to);

        /** Ends a {@link #poll} that waits. */
        void wakeUp();

        @Override
        void close();
    }

    /** The log does not fit the position: it was cut off, replaced, or written anew. */
    final class PositionLostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** @param message what was found */
        public PositionLostException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
