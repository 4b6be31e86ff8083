package io.headwater.loadtest.bench;

import io.headwater.loadtest.kafka.TopicWatch;
import io.headwater.loadtest.measure.Arrivals;
import io.headwater.loadtest.measure.Latencies;
import io.headwater.loadtest.measure.Traffic;
import io.headwater.loadtest.measure.Trip;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.wire.BellWatch;
import io.headwater.schemas.Partitions;
import io.headwater.schemas.Topics;
import io.headwater.schemas.redis.RedisKeys;
import java.io.IOException;
import java.util.List;

/**
 * Observers at every hop of a change. They cost processor time themselves, so they are there only while it is measured
 * where the time goes, and how fast a direct consumer of an environment's topic is.
 */
final class Watchers implements AutoCloseable {
    private final TopicWatch entries;
    private final TopicWatch environmentTopic;
    private final BellWatch bell;

    Watchers(BenchSystem system, String service, String environment) throws IOException, InterruptedException {
        String kafka = system.kafka().bootstrapServers();
        int partition = Partitions.of(service, BenchSystem.PARTITIONS);
        entries = TopicWatch.ofPartition(kafka, Topics.ENTRIES, partition);
        environmentTopic = TopicWatch.ofPartition(kafka, Topics.environment(environment), partition);
        bell = new BellWatch(system.redis().port(), new RedisKeys(RedisKeys.DEFAULT_PREFIX).bell(environment));
    }

    /** Adds how long these took until each hop. */
    void add(List<Trip> trips, Arrivals events, HopTimes to) throws Exception {
        trips.forEach(trip -> to.answered().add(trip.answered() - trip.intended()));
        Traffic.addLatencies(trips, entries.arrivals(), to.entries());
        Traffic.addLatencies(trips, bell.arrivals(), to.redis());
        Traffic.addLatencies(trips, events, to.event());
        Traffic.addLatencies(trips, environmentTopic.arrivals(), to.environmentTopic());
    }

    @Override
    public void close() throws IOException {
        bell.close();
        entries.close();
        environmentTopic.close();
    }

    /** From "request sent" until each hop. */
    record HopTimes(
            Latencies answered, Latencies entries, Latencies redis, Latencies event, Latencies environmentTopic) {
        HopTimes() {
            this(new Latencies(), new Latencies(), new Latencies(), new Latencies(), new Latencies());
        }
    }
}
