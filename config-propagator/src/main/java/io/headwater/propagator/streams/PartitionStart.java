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
}
