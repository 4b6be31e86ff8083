package io.headwater.propagator.streams;

import io.headwater.runtime.kafka.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How the topology runs.
 *
 * @param connection how Kafka is reached: at least its bootstrap servers
 * @param entries the topic of all entries; environments' topics are like it
 * @param directory where state is kept between runs
 * @param threads that work on partitions
 * @param standbys copies of the state that other instances keep
 * @param sessionTimeout how long an instance that has died keeps its partitions
 * @param exactlyOnce off only to prove what it is good for, see {@link io.headwater.propagator.Guards}
 * @param readCommitted likewise
 */
public record StreamsOptions(
        Map<String, Object> connection,
        TopicSpec entries,
        Path directory,
        int threads,
        int standbys,
        Duration sessionTimeout,
        boolean exactlyOnce,
        boolean readCommitted) {
    public StreamsOptions {
        connection = Map.copyOf(connection);
    }
}
