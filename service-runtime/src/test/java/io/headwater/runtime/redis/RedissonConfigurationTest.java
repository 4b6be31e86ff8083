package io.headwater.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedissonConfigurationTest {
    @ParameterizedTest
    @EnumSource(
            value = RedisOptions.Mode.class,
            names = {"SENTINEL", "CLUSTER"})
    void rule22_shouldReadFromTheMaster(RedisOptions.Mode mode) throws IOException {
        RedisOptions options = new RedisOptions(
                mode,
                List.of("redis://127.0.0.1:26379"),
                "main",
                Optional.empty(),
                Optional.of("secret"),
                "hw",
                Duration.ofSeconds(1));

        String yaml = RedissonConfiguration.of(options, new RedisTuning("test", 4, 2, 0))
                .toYAML();

        assertThat(yaml).contains("readMode: \"MASTER\"").contains("subscriptionMode: \"MASTER\"");
    }
}
