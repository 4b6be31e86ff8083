package io.headwater.reader;

import io.headwater.reader.redis.PageLimits;
import io.headwater.reader.stream.StreamRules;
import io.headwater.runtime.redis.RedisOptions;
import java.time.Duration;
import java.util.UUID;

/**
 * Everything that a reader needs to know.
 *
 * @param replica name of this replica in reports, different from all others
 * @param port of the read API; 0 for any free one, as {@code managementPort}
 * @param pages how much one call reads from Redis
 * @param held how much is held in memory, and how old it may be
 * @param interval how often Redis is looked at without having been rung
 * @param loadWithin how long a request waits for entries that nobody has asked for before
 * @param reportEvery how often the replica says what it serves when nothing changes
 * @param longestWait no request may wait longer
 * @param http what the public port takes on
 */
public record ReaderConfig(
        String replica,
        String host,
        int port,
        String managementHost,
        int managementPort,
        RedisOptions redis,
        PageLimits pages,
        HeldRules held,
        Duration interval,
        Duration loadWithin,
        Duration reportEvery,
        Duration longestWait,
        StreamRules streams,
        ReaderHttp http) {

    /** On any free ports of the loopback address, with a random name, and otherwise as the settings default to. */
    public static ReaderConfig defaults(RedisOptions redis) {
        return new ReaderConfig(
                "reader-" + UUID.randomUUID(),
                "127.0.0.1",
                0,
                "127.0.0.1",
                0,
                redis,
                PageLimits.DEFAULT,
                HeldRules.defaults(),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                new StreamRules(
                        Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(10)),
                ReaderHttp.defaults());
    }

    /** The same with a name. */
    public ReaderConfig named(String name) {
        return new ReaderConfig(
                name,
                host,
                port,
                managementHost,
                managementPort,
                redis,
                pages,
                held,
                interval,
                loadWithin,
                reportEvery,
                longestWait,
                streams,
                http);
    }

    /** The same on other ports. */
    public ReaderConfig listeningOn(String onHost, int onPort, String manageOnHost, int manageOnPort) {
        return new ReaderConfig(
                replica,
                onHost,
                onPort,
                manageOnHost,
                manageOnPort,
                redis,
                pages,
                held,
                interval,
                loadWithin,
                reportEvery,
                longestWait,
                streams,
                http);
    }

    /** The same with other times for views. */
    public ReaderConfig withViews(Duration lookEvery, Duration loadLayersWithin) {
        return new ReaderConfig(
                replica,
                host,
                port,
                managementHost,
                managementPort,
                redis,
                pages,
                held,
                lookEvery,
                loadLayersWithin,
                reportEvery,
                longestWait,
                streams,
                http);
    }

    /** The same with other limits of a call to Redis. */
    public ReaderConfig withPages(PageLimits limits) {
        return new ReaderConfig(
                replica,
                host,
                port,
                managementHost,
                managementPort,
                redis,
                limits,
                held,
                interval,
                loadWithin,
                reportEvery,
                longestWait,
                streams,
                http);
    }

    /** The same with another share of memory, and other rules for what is stale. */
    public ReaderConfig withHeld(HeldRules rules) {
        return new ReaderConfig(
                replica,
                host,
                port,
                managementHost,
                managementPort,
                redis,
                pages,
                rules,
                interval,
                loadWithin,
                reportEvery,
                longestWait,
                streams,
                http);
    }

    /** The same with reports at other times. */
    public ReaderConfig withReports(Duration every) {
        return new ReaderConfig(
                replica,
                host,
                port,
                managementHost,
                managementPort,
                redis,
                pages,
                held,
                interval,
                loadWithin,
                every,
                longestWait,
                streams,
                http);
    }

    /** The same with another longest wait. */
    public ReaderConfig withWaits(Duration longest) {
        return new ReaderConfig(
                replica,
                host,
                port,
                managementHost,
                managementPort,
                redis,
                pages,
                held,
                interval,
                loadWithin,
                reportEvery,
                longest,
                streams,
                http);
    }

    /** The same with other rules for streams. */
    public ReaderConfig withStreams(
            Duration heartbeat, Duration futureAfter, Duration reconnect, Duration stalledAfter) {
        return new ReaderConfig(
                replica,
                host,
                port,
                managementHost,
                managementPort,
                redis,
                pages,
                held,
                interval,
                loadWithin,
                reportEvery,
                longestWait,
                new StreamRules(heartbeat, futureAfter, reconnect, stalledAfter),
                http);
    }

    /** The same with other limits of the public port. */
    public ReaderConfig withHttp(ReaderHttp limits) {
        return new ReaderConfig(
                replica,
                host,
                port,
                managementHost,
                managementPort,
                redis,
                pages,
                held,
                interval,
                loadWithin,
                reportEvery,
                longestWait,
                streams,
                limits);
    }
}
