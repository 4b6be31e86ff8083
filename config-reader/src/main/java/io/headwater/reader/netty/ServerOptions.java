package io.headwater.reader.netty;

import io.headwater.runtime.http.HttpLimits;
import java.time.Duration;

/**
 * How the public port works.
 *
 * @param port 0 for any free one
 * @param threads event loops
 * @param connections that may be open at the same time
 * @param newPerSecond connections that are taken in a second, so that many at once leave time for those that are there
 * @param longestWait no request may wait longer
 */
public record ServerOptions(
        String host,
        int port,
        HttpLimits limits,
        int threads,
        int connections,
        int newPerSecond,
        Duration longestWait) {}
