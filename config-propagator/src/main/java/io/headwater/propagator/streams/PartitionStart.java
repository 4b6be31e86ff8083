package io.headwater.propagator.streams;

import java.util.OptionalLong;

/** What a task has to know of its partition when it begins. Thread-safe. */
interface PartitionStart {
    /**
     * If the task begins at the beginning of the log, the offset of the last watermark that the log has now: when the
     * task has come that far, it has seen everything that still exists. Empty if it goes on somewhere else.
     *
     * @throws RuntimeException if Kafka cannot be reached; the task is begun again later
     */
    OptionalLong replayedAt(int partition);

    /**
     * The offset of the last watermark that the log has now, if whoever reads a record of this age reads what compaction may
     * have changed: the log is whole again behind that watermark.
     *
     * @param written when the record came into the log, in milliseconds of the epoch
     * @return empty if the log is whole from this record on
     * @throws RuntimeException if Kafka cannot be reached; the task is begun again later
     */
    OptionalLong wholeFrom(int partition, long written);
}
