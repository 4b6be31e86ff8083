package io.headwater.propagator.streams;

/**
 * The key of a record together with where it goes. Only the bytes are written.
 *
 * @param topic the environment's topic
 * @param partition the same as the record's in the topic of all entries
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to a producer at once, never compared
record Routed(String topic, int partition, byte[] key) {}
