package io.headwater.propagator.streams;

/** Sees to it that the topic of an environment is there before anything is sent to it (rule 11). Thread-safe. */
interface EnvironmentTopics {
    /**
     * Makes or checks the topic.
     *
     * @throws RuntimeException if it cannot be used, or Kafka cannot be reached
     */
    void ensure(String environment);
}
