package io.headwater.runtime.redis;

/**
 * How a service uses Redis: what differs between services and is no setting.
 *
 * @param clientName what {@code CLIENT LIST} shows
 * @param connections at most, and as many for channels
 * @param threads for the network, and as many for listeners
 * @param retries how often a command that failed is sent again; 0 where the caller tries again by itself, and should know
 *     soon
 */
public record RedisTuning(String clientName, int connections, int threads, int retries) {}
