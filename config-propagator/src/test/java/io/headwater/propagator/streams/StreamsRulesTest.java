package io.headwater.propagator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.propagator.Faults;
import io.headwater.runtime.kafka.TopicSpec;
import io.headwater.schemas.Topics;
import io.headwater.testkit.kafka.KafkaTopics;
import io.headwater.testkit.kafka.TestRelay;
import io.headwater.testkit.parts.SharedParts;
import io.headwater.testkit.time.MutableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The topology on a real Kafka. */
class StreamsRulesTest {
    private static final int PARTITIONS = 2;

    private final String topic = SharedParts.uniqueName("headwater.entries");
    private final String dev = SharedParts.uniqueName("dev");
    private final Path directory = SharedParts.directory("streams");
    private final MutableClock clock = MutableClock.at(Instant.now());
    private final KafkaTopics topics = new KafkaTopics(SharedParts.bootstrapServers());
    private final StreamsStatus status = new StreamsStatus();

    StreamsRulesTest() {
        TestRelay.createTopic(SharedParts.bootstrapServers(), topic, PARTITIONS, TestRelay.compacted());
    }

    @AfterEach
    void close() {
        topics.close();
    }

    private EnvironmentStreams start(Faults faults) {
        TopicSpec entries = new TopicSpec(topic, PARTITIONS, 1, 1, 1 << 20, Map.of());
        StreamsOptions options = new StreamsOptions(
                Map.of("bootstrap.servers", SharedParts.bootstrapServers()),
                entries,
                directory,
                1,
                0,
                Duration.ofSeconds(10),
                true,
                true);
        EnvironmentStreams streams = new EnvironmentStreams(options, status, clock, faults, refused -> {});
        streams.start();
        return streams;
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(condition);
    }

    /** What somebody sees who reads the environment's topic from its beginning. */
    private Map<String, String> content() {
        Map<String, String> content = new TreeMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (ConsumerRecord<byte[], byte[]> record : topics.committed(Topics.environment(dev), partition)) {
                String key = text(record.key());
                if (record.value() == null) {
                    content.remove(key);
                } else {
                    content.put(key, text(record.value()));
                }
            }
        }
        return content;
    }

    private boolean passed(long revision) {
        Map<String, String> content = content();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            String mark = content.get("{\"control\":\"watermark\",\"partition\":" + partition + "}");
            if (mark == null || !mark.contains("\"revision\":" + revision + ",")) {
                return false;
            }
        }
        return true;
    }

    private Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        content().forEach((key, value) -> {
            if (key.startsWith("{\"service\"")) {
                entries.put(
                        key.replaceAll(".*\"key\":\"(.*)\"}", "$1"),
                        value.replaceAll(".*\"value\":(.*),\"revision\".*", "$1"));
            }
        });
        return entries;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Rule 17, with a crash in the middle. */
    @Test
    void shouldNoticeADeletionThatWasCompactedAwayWhileNobodyRan() throws InterruptedException {
        try (TestRelay relay = new TestRelay(SharedParts.bootstrapServers(), topic, PARTITIONS)) {
            relay.commit()
                    .create(dev)
                    .put("orders", dev, "stays", "1")
                    .put("orders", dev, "gone", "1")
                    .put("orders", "_", "gone-everywhere", "1")
                    .publish();
            EnvironmentStreams first = start(Faults.NONE);
            await(() -> passed(1));
            first.stop();
            relay.commit()
                    .delete("orders", dev, "gone")
                    .delete("orders", "_", "gone-everywhere")
                    .publish();
            relay.commit().put("orders", dev, "new", "2").publish();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                topics.compactWithTombstones(topic, partition);
            }
            clock.advance(Duration.ofDays(4));
            AtomicInteger records = new AtomicInteger();
            EnvironmentStreams second = start(point -> {
                if (records.incrementAndGet() == 3) {
                    throw new IllegalStateException("a crash in the middle");
                }
            });
            await(() -> passed(3) && status.sweeps() == PARTITIONS);
            second.stop();

            assertThat(entries()).isEqualTo(Map.of("stays", "1", "new", "2"));
            assertThat(status.failures()).isEqualTo(1);
        }
    }

    /** Rule 17: nothing is compared where nothing can have been missed. */
    @Test
    void shouldGoOnWhereItWasAfterAShortTime() throws InterruptedException {
        try (TestRelay relay = new TestRelay(SharedParts.bootstrapServers(), topic, PARTITIONS)) {
            relay.commit().create(dev).put("orders", dev, "a", "1").publish();
            EnvironmentStreams first = start(Faults.NONE);
            await(() -> passed(1));
            first.stop();
            relay.commit()
                    .delete("orders", dev, "a")
                    .put("payments", dev, "b", "2")
                    .publish();
            EnvironmentStreams second = start(Faults.NONE);
            await(() -> passed(2));
            second.stop();

            assertThat(entries()).isEqualTo(Map.of("b", "2"));
            assertThat(status.sweeps()).isZero();
        }
    }

    /** Rule 18: another topic of the same name is another history. */
    @Test
    void shouldStartAfreshOnAnotherTopic() throws InterruptedException {
        EnvironmentStreams streams = start(Faults.NONE);
        try (TestRelay relay = new TestRelay(SharedParts.bootstrapServers(), topic, PARTITIONS)) {
            relay.commit().create(dev).put("orders", dev, "a", "1").publish();
            await(() -> passed(1));
            topics.delete(topic);
            await(() -> {
                TestRelay.createTopic(SharedParts.bootstrapServers(), topic, PARTITIONS, TestRelay.compacted());
                return true;
            });
            try (TestRelay refill = relay.successor()) {
                refill.goOnFrom(0, 1);
                refill.commit().create(dev).put("orders", dev, "a", "1").publish();
                refill.commit().put("orders", dev, "a", "2").publish();
            }
            await(() -> passed(2));
        } finally {
            streams.stop();
        }

        assertThat(entries()).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void shouldSkipAMalformedRecordAndGoOn() throws InterruptedException {
        EnvironmentStreams streams = start(Faults.NONE);
        try (TestRelay relay = new TestRelay(SharedParts.bootstrapServers(), topic, PARTITIONS)) {
            relay.commit().create(dev).publish();
            relay.raw(0, TestRelay.utf8("what?"), TestRelay.utf8("{}"));
            relay.commit().put("orders", dev, "a", "1").publish();
            await(() -> passed(2));
        } finally {
            streams.stop();
        }

        assertThat(entries()).isEqualTo(Map.of("a", "1"));
        assertThat(status.malformedRecords()).isEqualTo(1);
    }
}
