package io.headwater.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.reader.redis.PageLimits;
import io.headwater.reader.view.StaleRules;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.runtime.settings.Setting;
import io.headwater.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReaderSettingsTest {
    private static ReaderConfig config(Map<String, String> environment) {
        return ReaderSettings.config(ReaderSettings.SETTINGS.read(environment, Optional.empty()));
    }

    @Test
    void shouldDefaultToWhatTheInterfaceSays() {
        ReaderConfig config = config(Map.of());

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.managementHost()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8081);
        assertThat(config.managementPort()).isEqualTo(9081);
        assertThat(config.streams().heartbeat()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.redis().prefix()).isEqualTo("hw");
        assertThat(config.held()).isEqualTo(HeldRules.defaults());
        assertThat(config.replica()).isNotEqualTo(config(Map.of()).replica());
    }

    @Test
    void shouldTakeEverySetting() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HEADWATER_HTTP_HOST", "127.0.0.2",
                "HEADWATER_HTTP_PORT", "1",
                "HEADWATER_MANAGEMENT_HOST", "127.0.0.3",
                "HEADWATER_MANAGEMENT_PORT", "2",
                "HEADWATER_REDIS_MODE", "sentinel",
                "HEADWATER_REDIS_ADDRESSES", "redis://a:1,redis://b:2",
                "HEADWATER_REDIS_SENTINEL_MASTER", "main",
                "HEADWATER_REDIS_USERNAME", "reader",
                "HEADWATER_REDIS_PASSWORD", "pass",
                "HEADWATER_REDIS_PREFIX", "p"));
        environment.putAll(Map.of(
                "HEADWATER_REDIS_TIMEOUT", "3s",
                "HEADWATER_VIEW_MAX_CHANGES", "4",
                "HEADWATER_VIEW_MAX_BYTES", "5KiB",
                "HEADWATER_VIEW_INTERVAL", "6s",
                "HEADWATER_VIEW_LOAD_TIMEOUT", "7s",
                "HEADWATER_REPORT_INTERVAL", "4s",
                "HEADWATER_REPORT_REPLICA", "r1",
                "HEADWATER_READ_LONGEST_WAIT", "8s",
                "HEADWATER_STREAM_HEARTBEAT", "9s",
                "HEADWATER_STREAM_STALL", "11s"));
        environment.putAll(Map.of(
                "HEADWATER_STREAM_FUTURE_AFTER", "12s",
                "HEADWATER_STREAM_RECONNECT", "13s",
                "HEADWATER_HTTP_THREADS", "3",
                "HEADWATER_HTTP_CONNECTIONS", "14",
                "HEADWATER_HTTP_NEW_CONNECTIONS", "150",
                "HEADWATER_HTTP_IDLE", "16s"));
        environment.putAll(Map.of(
                "HEADWATER_CACHE_MEMORY", "14MiB",
                "HEADWATER_STALE_MARK_AFTER", "15s",
                "HEADWATER_STALE_NOT_READY_AFTER", "16s",
                "HEADWATER_STALE_BEHIND_NOT_READY_AFTER", "17s"));
        ReaderSettings.SETTINGS.declared().stream()
                .map(Setting::variable)
                .filter(variable -> !variable.startsWith("HEADWATER_LOG_"))
                .forEach(variable -> assertThat(environment).containsKey(variable));

        assertThat(config(environment))
                .isEqualTo(ReaderConfig.defaults(new RedisOptions(
                                RedisOptions.Mode.SENTINEL,
                                List.of("redis://a:1", "redis://b:2"),
                                "main",
                                Optional.of("reader"),
                                Optional.of("pass"),
                                "p",
                                Duration.ofSeconds(3)))
                        .withPages(new PageLimits(4, 5_120))
                        .withHeld(new HeldRules(
                                14 << 20,
                                new StaleRules(Duration.ofSeconds(15), Duration.ofSeconds(16), Duration.ofSeconds(17))))
                        .named("r1")
                        .listeningOn("127.0.0.2", 1, "127.0.0.3", 2)
                        .withViews(Duration.ofSeconds(6), Duration.ofSeconds(7))
                        .withReports(Duration.ofSeconds(4))
                        .withWaits(Duration.ofSeconds(8))
                        .withHttp(new ReaderHttp(3, 14, 150, Duration.ofSeconds(16)))
                        .withStreams(
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(12),
                                Duration.ofSeconds(13),
                                Duration.ofSeconds(11)));
    }

    @Test
    void shouldRefuseWhatCannotBeMeantAndShowNoPassword() {
        assertThatThrownBy(() ->
                        config(Map.of("HEADWATER_REDIS_ADDRESSES", "http://u:hidden@x", "HEADWATER_HTTP_PORT", "x")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("redis.addresses")
                .hasMessageContaining("http.port")
                .hasMessageNotContaining("hidden");
    }
}
