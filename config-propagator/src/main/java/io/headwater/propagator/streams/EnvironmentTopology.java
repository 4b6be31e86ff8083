package io.headwater.propagator.streams;

import io.headwater.propagator.Faults;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * <pre>
 *   headwater.entries ──▶ materialize ──▶ headwater.env.&lt;environment&gt;
 *                             │
 *                          entries (store)
 * </pre>
 */
final class EnvironmentTopology {
    private EnvironmentTopology() {}

    static Topology build(
            String source, EnvironmentTopics topics, PartitionStart start, StreamsStatus status, Faults faults) {
        BatchEnds ends = new BatchEnds();
        StoreBuilder<KeyValueStore<Bytes, byte[]>> store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(Materializer.STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        "entries-topic",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        source)
                .<byte[], byte[], Routed, byte[]>addProcessor(
                        "materialize", () -> new Materializer(topics, start, status, ends, faults), "entries-topic")
                .addStateStore(store, "materialize")
                .<Routed, byte[]>addSink(
                        "environment-topics",
                        (key, value, context) -> key.topic(),
                        new RoutedKeySerializer(),
                        new ByteArraySerializer(),
                        (topic, key, value, partitions) -> Optional.of(Set.of(key.partition())),
                        "materialize");
    }
}
