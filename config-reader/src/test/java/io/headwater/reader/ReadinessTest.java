package io.headwater.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.view.HoldPoint.Place;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replica says of itself while it does not have everything yet. */
class ReadinessTest {
    private final String prefix = Redis.prefix();
    private LayoutWriter writer;

    @BeforeEach
    void write() {
        writer = new LayoutWriter(Redis.shared().uri(), prefix);
        writer.environment("dev");
        writer.commit(Put.of("shop", "dev", "n", "integer", "1"));
    }

    @AfterEach
    void close() {
        writer.close();
    }

    private RunningReader start(Gate gate) throws Exception {
        return RunningReader.start(
                RunningReader.config(Redis.shared().uri(), prefix)
                        .withViews(Duration.ofMillis(100), Duration.ofMillis(300)),
                gate);
    }

    @Test
    void shouldRefuseWith503UntilWhatThereWasIsLoaded() throws Exception {
        Gate gate = new Gate(Place.PAGE_READ).shut();
        try (RunningReader reader = start(gate)) {
            await().untilAsserted(
                            () -> assertThat(reader.management("/health/ready").body())
                                    .contains("\"catalog\":{\"state\":\"up\"", "dev: not read yet"));
            HttpResponse<String> notReady = reader.management("/health/ready");
            assertThat(notReady.statusCode()).isEqualTo(503);
            assertThat(notReady.body()).contains("\"status\":\"not-ready\"");
            assertThat(reader.management("/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = reader.get("/v1/snapshots/shop/dev");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("UNAVAILABLE");

            gate.open();
            await().untilAsserted(() ->
                    assertThat(reader.management("/health/ready").statusCode()).isEqualTo(200));
            assertThat(reader.get("/v1/snapshots/shop/dev?format=flat").body()).contains("\"n\":1");
        }
    }

    @Test
    void shouldTellHowLateItIsInCommitsAndMilliseconds() throws Exception {
        Gate gate = new Gate(Place.BEFORE_INSTALL);
        try (RunningReader reader = start(gate).ready()) {
            await().until(() -> metric(reader, "lag_revisions") == 0 && metric(reader, "lag_milliseconds") == 0);
            gate.shut();
            writer.commit(Put.of("shop", "dev", "n", "integer", "2"));
            await().until(() -> metric(reader, "lag_revisions") == 1 && metric(reader, "lag_milliseconds") > 0);

            gate.open();
            await().until(() -> metric(reader, "lag_revisions") == 0 && metric(reader, "lag_milliseconds") == 0);
        } finally {
            gate.open();
        }
    }

    private static double metric(RunningReader reader, String name) throws Exception {
        String line = "headwater_reader_view_" + name + "{environment=\"dev\"} ";
        return reader.management("/metrics")
                .body()
                .lines()
                .filter(one -> one.startsWith(line))
                .mapToDouble(one -> Double.parseDouble(one.substring(line.length())))
                .findFirst()
                .orElse(-1);
    }
}
