package io.headwater.propagator.streams;

import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.ValueType;
import io.headwater.propagator.Faults;
import io.headwater.propagator.HandWritten;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.RecordCodec;
import io.headwater.schemas.Topics;
import io.headwater.schemas.WireRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology on one partition, without Kafka. */
final class TopologyHarness implements AutoCloseable {
    static final Instant TIME = Instant.parse("2026-11-01T08:30:00.000Z");

    private final List<String> ensured = new ArrayList<>();
    private final StreamsStatus status = new StreamsStatus();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> entries;
    private OptionalLong replayed = OptionalLong.empty();
    private OptionalLong wholeFrom = OptionalLong.empty();

    private final class Start implements PartitionStart {
        @Override
        public OptionalLong replayedAt(int partition) {
            return replayed;
        }

        @Override
        public OptionalLong wholeFrom(int partition, long written) {
            return wholeFrom;
        }
    }

    TopologyHarness() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        driver = new TopologyTestDriver(
                EnvironmentTopology.build(Topics.ENTRIES, ensured::add, new Start(), status, Faults.NONE), settings);
        entries = driver.createInputTopic(Topics.ENTRIES, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What is told to a task that begins. */
    TopologyHarness replayedAt(long offset) {
        replayed = OptionalLong.of(offset);
        return this;
    }

    /** What comes before this offset has been compacted. */
    void wholeFrom(long offset) {
        wholeFrom = OptionalLong.of(offset);
    }

    StreamsStatus status() {
        return status;
    }

    List<String> ensured() {
        return ensured;
    }

    TopologyHarness put(long revision, String service, String environment, String key, String json) {
        JsonText text = JsonText.parse(json);
        EntryValue value = EntryValue.plain(ValueType.infer(text), text, revision);
        return send(new LogRecord.Entry(EntryId.of(service, environment, key), LayerEntry.put(value, TIME)));
    }

    TopologyHarness delete(long revision, String service, String environment, String key) {
        return send(new LogRecord.Entry(EntryId.of(service, environment, key), LayerEntry.deleted(revision, TIME)));
    }

    TopologyHarness environment(long revision, long since, boolean deleted, String name) {
        return send(
                new LogRecord.Environment(new EnvironmentState(name, revision, since, deleted, 0, false, null), TIME));
    }

    TopologyHarness create(long revision, String name) {
        return environment(revision, revision, false, name);
    }

    TopologyHarness drop(long revision, String name) {
        return environment(revision, revision, true, name);
    }

    TopologyHarness watermark(long revision) {
        return send(new LogRecord.Watermark(0, 1, revision, TIME, "hash"));
    }

    TopologyHarness target(long revision) {
        return send(new LogRecord.Target(1, revision));
    }

    TopologyHarness send(LogRecord record) {
        WireRecord wire = RecordCodec.encode(record, TIME, null);
        Headers headers = new RecordHeaders();
        wire.headers().forEach(header -> headers.add(header.name(), header.value()));
        entries.pipeInput(new TestRecord<>(wire.key(), wire.value(), headers, TIME));
        return this;
    }

    TopologyHarness raw(String key, String value) {
        entries.pipeInput(
                new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    TopologyHarness raw(HandWritten record) {
        Headers headers = new RecordHeaders();
        record.headers().forEach(headers::add);
        entries.pipeInput(new TestRecord<>(record.key(), record.value(), headers, TIME));
        return this;
    }

    /** What was written to an environment's topic since this was called last, in short. */
    List<String> written(String environment) {
        List<String> written = new ArrayList<>();
        var output = driver.createOutputTopic(
                Topics.environment(environment), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        for (TestRecord<byte[], byte[]> record : output.readRecordsToList()) {
            written.add(text(record.key()) + "=" + text(record.value()) + "@" + revision(record));
        }
        return written.stream().map(TopologyHarness::shorten).toList();
    }

    private static String revision(TestRecord<byte[], byte[]> record) {
        return text(record.headers()
                .lastHeader(io.headwater.schemas.RecordHeaders.REVISION)
                .value());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String shorten(String record) {
        return record.replaceAll(
                        "\\{\"service\":\"([^\"]*)\",\"environment\":\"([^\"]*)\",\"key\":\"([^\"]*)\"}", "$1/$2/$3")
                .replaceAll("=\\{\"type\":\"[a-z]*\",\"value\":(.*),\"revision\":\\d+}", "=$1")
                .replaceAll(
                        "\\{\"control\":\"environment\",\"environment\":\"([^\"]*)\"}=.*\"deleted\":(true|false).*@",
                        "environment $1 deleted=$2@")
                .replaceAll("\\{\"control\":\"watermark\",\"partition\":0}=.*@", "watermark@")
                .replaceAll("\\{\"control\":\"target\"}=.*@", "target@");
    }

    @Override
    public void close() {
        driver.close();
    }
}
