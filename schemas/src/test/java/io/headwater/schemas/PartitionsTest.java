package io.headwater.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    @Test
    void shouldPlaceServicesWhereTheVectorsSay() throws Exception {
        JsonNode vectors;
        try (InputStream file = PartitionsTest.class.getResourceAsStream("vectors/partitions.json")) {
            vectors = new JsonMapper().readTree(file);
        }
        assertThat(vectors.get("cases")).hasSizeGreaterThan(20);
        for (JsonNode vector : vectors.get("cases")) {
            String service = vector.get("service").asText();
            assertThat(Partitions.murmur2(service.getBytes(StandardCharsets.UTF_8)))
                    .as(service)
                    .isEqualTo(vector.get("murmur2").asInt());
            vector.get("partition")
                    .properties()
                    .forEach(count -> assertThat(Partitions.of(service, Integer.parseInt(count.getKey())))
                            .as(service + " of " + count.getKey())
                            .isEqualTo(count.getValue().asInt()));
        }
    }

    @Test
    void shouldHashAsKafkaDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] data = new byte[random.nextInt(70)];
            random.nextBytes(data);
            assertThat(Partitions.murmur2(data)).isEqualTo(Utils.murmur2(data));
        }
    }
}
