package io.headwater.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that nobody can read, put by hand into the topics: counted, said once with the offset, skipped. (Records without a
 * key are none of them: the broker takes none into a compacted topic.)
 */
@Tag("faults")
class MalformedRecordTest {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);
    private static final String MALFORMED = "headwater_propagator_malformed_records_total";

    private static final Header TIME = new RecordHeader("ce_time", "yesterday".getBytes(StandardCharsets.UTF_8));

    private static final List<Bad> BAD = List.of(
            new Bad("not json", "{}"),
            new Bad("{\"service\":\"a\"}", "{}"),
            new Bad("{\"service\":\"A B\",\"environment\":\"dev\",\"key\":\"k\"}", "{}"),
            new Bad("{\"service\":\"a\",\"environment\":\"dev\",\"key\":\"k\"}", "not json"),
            new Bad(
                    "{\"service\":\"a\",\"environment\":\"dev\",\"key\":\"k\"}",
                    "{\"type\":\"integer\",\"value\":\"x\",\"revision\":1}"),
            new Bad("{\"service\":\"a\",\"environment\":\"dev\",\"key\":\"k\"}", null),
            new Bad("{\"control\":\"nobody knows\"}", "{}"),
            new Bad("{\"control\":\"watermark\",\"partition\":1}", "{\"revision\":\"many\"}"));

    /** In the form of a record; what is wrong with it shows only when somebody works with it. */
    private static final Bad TARGET_OF_NO_TIME = new Bad("{\"control\":\"target\"}", "{\"epoch\":1,\"revision\":1}");

    /** @param value null: a tombstone, which lacks the headers that say when and in which commit */
    private record Bad(String key, @Nullable String value) {}

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldCountSayAndSkipThem(long seed) {
        FaultRound.play("malformed records", seed, round -> {
            FaultSystem system = round.system();
            double before = system.propagator().metric(MALFORMED).orElse(0);
            List<RecordMetadata> sent = send(system, Topics.ENTRIES, BAD);
            sent.addAll(send(system, Topics.ENTRIES, List.of(TARGET_OF_NO_TIME), TIME));
            List<RecordMetadata> direct = send(system, Topics.environment(Load.DEV), BAD);

            // The sink and Kafka Streams read the same topic, so each of them counts each record.
            Await.until(
                    "each to be counted",
                    SEEN_WITHIN,
                    () -> system.propagator().metric(MALFORMED).orElse(0) >= before + 2 * sent.size());
            String log = Files.readString(system.propagator().process().log());
            for (RecordMetadata record : sent) {
                assertThat(log.lines().filter(line -> names(line, record)).toList())
                        .as("lines about offset %s of partition %s", record.offset(), record.partition())
                        .hasSize(2);
            }
            Await.until(
                    "the direct consumers to count theirs",
                    SEEN_WITHIN,
                    () -> round.observers().malformed() >= direct.size() / 4);
            round.goOn(Duration.ofSeconds(1));
        });
    }

    private static boolean names(String line, RecordMetadata record) {
        return line.contains("malformed")
                && (line.contains("-" + record.partition() + "@" + record.offset() + " ")
                        || line.contains("partition " + record.partition() + " at offset " + record.offset() + " "));
    }

    private static List<RecordMetadata> send(FaultSystem system, String topic, List<Bad> records, Header... headers)
            throws ExecutionException, InterruptedException {
        List<RecordMetadata> sent = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", system.kafka().bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < RecordSender.PARTITIONS; partition++) {
                for (Bad bad : records) {
                    sent.add(producer.send(new ProducerRecord<>(
                                    topic, partition, utf8(bad.key()), utf8(bad.value()), List.of(headers)))
                            .get());
                }
            }
        }
        return sent;
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
