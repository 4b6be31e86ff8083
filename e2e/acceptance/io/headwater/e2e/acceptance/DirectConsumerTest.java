package io.headwater.e2e.acceptance;

import static io.headwater.e2e.acceptance.Answers.ok;
import static io.headwater.e2e.acceptance.Answers.revision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.core.Effective;
import io.headwater.e2e.direct.EnvironmentConsumer;
import io.headwater.e2e.direct.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A service that wants nothing between itself and Kafka: it reads the compacted topic of its environment. */
@ExtendWith(SharedDev.class)
class DirectConsumerTest {
    /** Promise: the topic tells a service the same as the reader does, commits whole and in order. */
    @Test
    void shouldSeeWhatTheReaderServesAndEveryCommitWhole(DevProcess dev) throws Exception {
        List<View> seen = new CopyOnWriteArrayList<>();
        try (EnvironmentConsumer service = new EnvironmentConsumer(
                dev.announced().get("kafka").asText(),
                "payments",
                "dev",
                Duration.ofMinutes(10),
                (before, after) -> seen.add(after))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> service.now().isPresent());

            long changed = revision(dev.writer().post("/v1/commits", """
                    {"changes": [
                      {"op": "put", "service": "payments", "environment": "dev", "key": "pair.left", "value": 1.0},
                      {"op": "put", "service": "_", "environment": "dev", "key": "pair.right", "value": 1.0}]}"""));
            await().until(() -> service.now().map(View::revision).orElse(0L) >= changed);

            assertThat(values(service.now())).isEqualTo(served(dev, changed)).containsEntry("pair.left", "1.0");
            assertThat(seen).extracting(View::revision).isSorted().doesNotHaveDuplicates();
            assertThat(seen)
                    .as("both keys of the commit, or none")
                    .allMatch(view -> view.content().entries().containsKey("pair.left")
                            == view.content().entries().containsKey("pair.right"));
            assertThat(service.malformed()).isZero();
        }
    }

    private static Map<String, String> values(Optional<View> view) {
        Map<String, String> values = new TreeMap<>();
        for (Map.Entry<String, Effective> entry :
                view.orElseThrow().content().entries().entrySet()) {
            values.put(entry.getKey(), entry.getValue().value().value().text());
        }
        return values;
    }

    private static Map<String, String> served(DevProcess dev, long revision) throws Exception {
        var answer = dev.reader().get("/v1/snapshots/payments/dev?timeout=30s&min-revision=" + revision);
        ok(answer);
        return RawValues.of(answer.body());
    }
}
