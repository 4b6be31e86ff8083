package io.headwater.e2e.acceptance;

import static io.headwater.e2e.acceptance.Answers.ok;
import static io.headwater.e2e.acceptance.Answers.revision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody who keeps a stream open, and whose train goes through tunnels. */
@ExtendWith(SharedDev.class)
class SubscriberTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** Promise: whoever comes back with the id of the last event gets all that was missed, deletions too, and nothing twice. */
    @Test
    void shouldGetWhatWasMissedInATunnel(DevProcess dev) throws Exception {
        String stream = dev.url("reader") + "/v1/stream/payments/staging";
        ok(dev.writer().put("/v1/config/payments/staging/offer", "{\"value\": \"ten percent\"}"));
        long seen = revision(dev.writer().put("/v1/config/payments/staging/fee", "{\"value\": 1.50}"));
        try (EventStream events = EventStream.open(stream + "?min-revision=" + seen)) {
            await().untilAsserted(() -> assertThat(events.named("snapshot")).hasSize(1));
            assertThat(events.named("snapshot").get(0).id()).isEqualTo(Long.toString(seen));
        }

        ok(dev.writer().delete("/v1/config/payments/staging/offer"));
        ok(dev.writer().put("/v1/config/payments/staging/fee", "{\"value\": 1.60}"));
        long last = revision(dev.writer().put("/v1/config/payments/staging/fee", "{\"value\": 1.70}"));
        ok(dev.reader().get("/v1/snapshots/payments/staging?timeout=30s&min-revision=" + last));

        try (EventStream events = EventStream.open(stream, "Last-Event-ID", Long.toString(seen))) {
            await().untilAsserted(() -> assertThat(events.named("change")).hasSize(1));
            assertThat(events.named("snapshot")).isEmpty();
            JsonNode missed = events.named("change").get(0).data();
            assertThat(missed.get("previous").asLong()).isEqualTo(seen);
            assertThat(missed.get("revision").asLong()).isEqualTo(last);
            assertThat(missed.at("/config/fee/value").asText()).isEqualTo("1.7");
            assertThat(missed.at("/config/offer").isNull()).as("a deletion is told").isTrue();
            assertThat(missed.get("config").size()).isEqualTo(2);
        }
    }

    /** Promise: an event can be traced back to the request that caused it. */
    @Test
    void shouldSeeTheTraceOfTheRequestThatMadeTheChange(DevProcess dev) throws Exception {
        try (EventStream events = EventStream.open(dev.url("reader") + "/v1/stream/storefront/production")) {
            await().untilAsserted(() -> assertThat(events.named("snapshot")).hasSize(1));

            ok(dev.writer()
                    .put(
                            "/v1/config/storefront/production/banner.shown",
                            "{\"value\": true}",
                            "traceparent",
                            "00-" + TRACE + "-00f067aa0ba902b7-01"));

            await().untilAsserted(() -> assertThat(events.named("change")).hasSize(1));
            assertThat(events.named("change").get(0).data().get("traceparent").asText())
                    .startsWith("00-" + TRACE + "-");
        }
    }
}
