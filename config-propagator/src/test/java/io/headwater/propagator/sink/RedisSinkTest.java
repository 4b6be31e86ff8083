package io.headwater.propagator.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.testkit.kafka.TestRelay;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisSinkTest {
    @Test
    void shouldCarryACommitToRedis() {
        try (SinkHarness harness = new SinkHarness()) {
            TestRelay relay = harness.relay();
            relay.target(0);
            harness.start();
            harness.awaitCatalog(0);
            relay.commit().create("dev").put("orders", "dev", "a", "10.0").publish();
            harness.awaitCatalog(1);
            relay.commit()
                    .put("orders", "_", "b", "true")
                    .put("_", "_", "c", "\"x\"")
                    .publish();
            relay.commit()
                    .delete("orders", "dev", "a")
                    .put("payments", "dev", "d", "{\"e\":1}")
                    .publish();
            harness.awaitRevision("dev", 3);

            assertThat(harness.content("dev"))
                    .isEqualTo(Map.of(
                            "orders:dev:a", "", "orders:_:b", "true", "_:_:c", "\"x\"", "payments:dev:d", "{\"e\":1}"));
            assertThat(harness.catalog("environments"))
                    .isEqualTo("[{\"name\":\"dev\",\"rank\":0,\"protected\":false,\"since\":1}]");
        }
    }
}
