package io.headwater.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.testkit.contract.ContractClient;
import io.headwater.testkit.contract.OpenApiContract;
import io.headwater.testkit.parts.SharedParts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The way of a change through the whole service, on real parts. */
class WriterTest {
    @Test
    void shouldCarryAChangeFromARequestToTheTopic() throws Exception {
        WriterConfig config = TestConfig.of(SharedParts.uniqueName("whole-way"));
        Writer writer = new Writer(config);
        writer.start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(writer::ready);
            ContractClient client = new ContractClient("http://127.0.0.1:" + writer.port(), OpenApiContract.writer());

            assertThat(client.put("/v1/environments/dev", "{\"rank\":1}").statusCode())
                    .isEqualTo(201);
            var put = client.put("/v1/config/shop/dev/a.b", "{\"value\":10.0}");
            assertThat(put.statusCode()).isEqualTo(201);
            assertThat(put.body()).contains("\"value\":10.0").contains("\"type\":\"number\"");
            assertThat(client.get("/v1/config/shop/dev/a.b").body()).contains("10.0");

            try (EntriesTopic topic = new EntriesTopic(config.relay())) {
                topic.awaitWatermark(2);
                assertThat(topic.live()).containsEntry("shop/dev/a.b", "10.0");
            }
        } finally {
            writer.stop();
        }
    }
}
