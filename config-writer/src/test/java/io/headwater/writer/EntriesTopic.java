package io.headwater.writer;

import static org.awaitility.Awaitility.await;

import io.headwater.schemas.LogRecord;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import io.headwater.writer.kafka.RelaySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the whole entries' topic as a consumer sees it, and remembers everything in order. One thread. */
public final class EntriesTopic implements AutoCloseable {
    /** A record where it was found. */
    public record Seen(int partition, long offset, LogRecord record, Map<String, String> headers) {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int partitions;
    private final List<Seen> seen = new ArrayList<>();

    public EntriesTopic(RelaySettings settings) {
        this.partitions = settings.entries().partitions();
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        settings.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "allow.auto.create.topics",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new TopicPartition(settings.entries().name(), i));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Reads what is there. */
    public void poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            try {
                Map<String, String> headers = new TreeMap<>();
                for (Header header : record.headers()) {
                    headers.put(header.key(), new String(header.value(), java.nio.charset.StandardCharsets.UTF_8));
                }
                LogRecord decoded = RecordCodec.decode(record.key(), record.value(), name -> {
                    Header header = record.headers().lastHeader(name);
                    return header == null ? null : header.value();
                });
                seen.add(new Seen(record.partition(), record.offset(), decoded, headers));
            } catch (MalformedRecordException e) {
                throw new AssertionError("the relay wrote what nobody can read", e);
            }
        }
    }

    /** Everything that was read so far. */
    public List<Seen> seen() {
        return seen;
    }

    /** Reads until every partition has a watermark of at least this revision. */
    public void awaitWatermark(long revision) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            poll();
            return watermark() >= revision;
        });
    }

    /** The lowest of the partitions' last watermarks; -1 where one has none. */
    public long watermark() {
        Map<Integer, Long> last = new TreeMap<>();
        for (Seen one : seen) {
            if (one.record() instanceof LogRecord.Watermark mark) {
                last.put(one.partition(), mark.revision());
            }
        }
        return last.size() < partitions
                ? -1
                : last.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    /** Live values by {@code service/environment/key}, as the last record of each key says. */
    public Map<String, String> live() {
        Map<String, String> live = new TreeMap<>();
        for (Seen one : seen) {
            if (one.record() instanceof LogRecord.Entry entry) {
                if (entry.state().live()) {
                    live.put(
                            entry.id().toString(),
                            entry.state().liveValue().value().text());
                } else {
                    live.remove(entry.id().toString());
                }
            }
        }
        return live;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
