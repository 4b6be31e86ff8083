package io.headwater.propagator.streams;

import org.apache.kafka.common.serialization.Serializer;

/** Writes the bytes of a key; where it goes has been decided by then. */
final class RoutedKeySerializer implements Serializer<Routed> {
    @Override
    public byte[] serialize(String topic, Routed data) {
        return data.key();
    }
}
