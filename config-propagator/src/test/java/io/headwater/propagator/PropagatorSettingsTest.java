package io.headwater.propagator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.propagator.sink.Amount;
import io.headwater.runtime.settings.SettingsException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PropagatorSettingsTest {
    private static PropagatorConfig config(Map<String, String> environment) {
        return PropagatorSettings.config(PropagatorSettings.SETTINGS.read(environment, Optional.empty()), Guards.ALL);
    }

    @Test
    void shouldNeedNoSetting() {
        PropagatorConfig config = config(Map.of());

        assertThat(config.managementHost()).isEqualTo("127.0.0.1");
        assertThat(config.managementPort()).isEqualTo(9082);
        assertThat(config.streams().entries().partitions()).isEqualTo(4);
        assertThat(config.streams().exactlyOnce()).isTrue();
        assertThat(config.sink().heedsTarget()).isTrue();
        assertThat(config.sink().held()).isEqualTo(new Amount(50_000, 64 << 20));
        assertThat(config.sink().largestDelta()).isEqualTo(new Amount(5_000, 16 << 20));
    }

    @Test
    void shouldHaveNoSettingForAGuard() {
        assertThat(PropagatorSettings.SETTINGS.help().toLowerCase(Locale.ROOT))
                .doesNotContain("guard")
                .doesNotContain("exactly");
    }

    @Test
    void shouldSayWhatIsAllowed() {
        assertThatThrownBy(() -> config(Map.of("HEADWATER_KAFKA_PARTITIONS", "none")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("kafka.partitions");
        assertThatThrownBy(() -> config(Map.of("HEADWATER_REDIS_ADDRESSES", "http://localhost")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("redis.addresses");
    }

    @Test
    void shouldNotShowThePassword() {
        assertThat(PropagatorSettings.SETTINGS
                        .read(Map.of("HEADWATER_REDIS_PASSWORD", "hunter2"), Optional.empty())
                        .describe()
                        .toString())
                .doesNotContain("hunter2");
    }
}
