package io.headwater.propagator.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.testkit.parts.SharedParts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;

class PackedStringsTest {
    @Test
    void shouldEncodeAsTheSpecificationSays() {
        byte[] packed = new PackedStrings(0).add("a").add("").pack();
        assertThat(packed).containsExactly(0xdd, 0, 0, 0, 2, 0xa1, 'a', 0xa0);
    }

    @Test
    void shouldBeDecodedByRedisAtEveryBorderOfTheFormats() {
        List<String> all = IntStream.of(0, 1, 31, 32, 255, 256, 65_535, 65_536, 600_000)
                .mapToObj(length -> "ü".repeat(length / 2) + "x".repeat(length % 2))
                .toList();
        PackedStrings strings = new PackedStrings(100);
        all.forEach(strings::add);
        Config config = new Config();
        config.useSingleServer().setAddress(SharedParts.redisUri()).setConnectionMinimumIdleSize(1);
        RedissonClient client = Redisson.create(config);
        try {
            List<byte[]> decoded = client.getScript(ByteArrayCodec.INSTANCE)
                    .eval(
                            RScript.Mode.READ_WRITE,
                            "return cmsgpack.unpack(ARGV[1])",
                            RScript.ReturnType.LIST,
                            List.of(),
                            strings.pack());
            assertThat(decoded.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                    .containsExactlyElementsOf(all);
        } finally {
            client.shutdown();
        }
    }
}
