package io.headwater.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.core.Limits;
import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingsException;
import io.headwater.runtime.settings.SettingsValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriterSettingsTest {
    /** A value for each setting that is not its default. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("http.host", "0.0.0.0"),
            Map.entry("http.port", "1"),
            Map.entry("management.host", "0.0.0.0"),
            Map.entry("management.port", "2"),
            Map.entry("mongo.uri", "mongodb://mongo/"),
            Map.entry("mongo.database", "other"),
            Map.entry("mongo.timeout", "4s"),
            Map.entry("kafka.bootstrap-servers", "kafka:1"),
            Map.entry("kafka.partitions", "12"),
            Map.entry("kafka.replication-factor", "3"),
            Map.entry("kafka.min-in-sync-replicas", "2"),
            Map.entry("kafka.max-message-bytes", "9MiB"),
            Map.entry("kafka.segment", "2h"),
            Map.entry("kafka.compact-not-before", "3h"),
            Map.entry("kafka.compact-within", "8d"),
            Map.entry("kafka.delete-retention", "9d"),
            Map.entry("kafka.compression", "lz4"),
            Map.entry("relay.lease", "11s"),
            Map.entry("relay.transaction-timeout", "16s"),
            Map.entry("relay.batch-commits", "501"),
            Map.entry("relay.batch-bytes", "5MiB"),
            Map.entry("relay.gather", "20ms"),
            Map.entry("relay.check-interval", "2s"),
            Map.entry("limit.value", "513KiB"),
            Map.entry("limit.commit", "5MiB"),
            Map.entry("limit.changes", "5001"),
            Map.entry("limit.message", "2001"),
            Map.entry("commit.timeout", "6s"),
            Map.entry("commit.group", "501"),
            Map.entry("read.timeout", "501ms"),
            Map.entry("follow.interval", "101ms"),
            Map.entry("follow.relay-interval", "21ms"),
            Map.entry("checkpoint.commits", "10001"),
            Map.entry("history.states", "5001"),
            Map.entry("history.bytes", "33MiB"),
            Map.entry("redis.mode", "cluster"),
            Map.entry("redis.addresses", "redis://redis:1"),
            Map.entry("redis.sentinel-master", "other"),
            Map.entry("redis.username", "somebody"),
            Map.entry("redis.password", "hush"),
            Map.entry("redis.prefix", "other"),
            Map.entry("redis.timeout", "3s"),
            Map.entry("log.format", "json"),
            Map.entry("log.level", "warn"));

    private static WriterConfig config(Map<String, String> environment) {
        return WriterSettings.config(WriterSettings.SETTINGS.read(environment, Optional.empty()));
    }

    @Test
    void shouldHaveDefaultsThatTheDocumentationNames() {
        WriterConfig config = config(Map.of());
        assertThat(config.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(config.ports()).isEqualTo(new WriterConfig.Ports("127.0.0.1", 8080, "127.0.0.1", 9080));
        assertThat(config.relay().entries().partitions()).isEqualTo(4);
        assertThat(config.redis()).isEmpty();
    }

    @Test
    void shouldUseEverySetting() {
        Map<String, String> base =
                Map.of("HEADWATER_REDIS_ADDRESSES", "redis://usual", "HEADWATER_KAFKA_REPLICATION_FACTOR", "5");
        WriterConfig usual = config(base);
        for (Setting<?> setting : WriterSettings.SETTINGS.declared()) {
            String value = OTHERS.get(setting.name());
            assertThat(value)
                    .as("this test has no value for %s", setting.name())
                    .isNotNull();
            if (setting.name().startsWith("log.")) {
                continue;
            }
            Map<String, String> environment = new HashMap<>(base);
            environment.put(setting.variable(), value);
            assertThat(config(environment))
                    .as("%s changes nothing", setting.name())
                    .isNotEqualTo(usual);
        }
    }

    @Test
    void shouldNeverShowPasswords() {
        SettingsValues values = WriterSettings.SETTINGS.read(
                Map.of(
                        "HEADWATER_REDIS_PASSWORD", "hush",
                        "HEADWATER_MONGO_URI", "mongodb://me:hush@mongo/",
                        "HEADWATER_REDIS_ADDRESSES", "redis://me:hush@redis"),
                Optional.empty());
        assertThat(values.describe().toString()).doesNotContain("hush");
    }

    @Test
    void shouldRefuseAValueLimitThatTheTopicCouldNotTake() {
        assertThatThrownBy(() ->
                        config(Map.of("HEADWATER_LIMIT_VALUE", "2MiB", "HEADWATER_KAFKA_MAX_MESSAGE_BYTES", "2MiB")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("limit.value");
    }

    @Test
    void shouldRefuseMoreCopiesInSyncThanThereAre() {
        assertThatThrownBy(() -> config(Map.of("HEADWATER_KAFKA_MIN_IN_SYNC_REPLICAS", "2")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("kafka.min-in-sync-replicas");
    }
}
