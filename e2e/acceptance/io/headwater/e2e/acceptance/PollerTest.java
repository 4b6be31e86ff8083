package io.headwater.e2e.acceptance;

import static io.headwater.e2e.acceptance.Answers.header;
import static io.headwater.e2e.acceptance.Answers.ok;
import static io.headwater.e2e.acceptance.Answers.refused;
import static io.headwater.e2e.acceptance.Answers.revision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.testkit.contract.ContractClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody who asks now and then, with nothing but HTTP: a shell script, a cron job, a language without a client. */
@ExtendWith(SharedDev.class)
class PollerTest {
    private static final String INVENTORY = "/v1/snapshots/inventory/staging";

    /** Promise: what has not changed for a service costs no body, whatever was committed for others meanwhile. */
    @Test
    void shouldBeToldThatNothingChanged(DevProcess dev) {
        HttpResponse<String> first = dev.reader().get(INVENTORY);
        ok(first);
        long elsewhere = revision(dev.writer().put("/v1/config/storefront/staging/banner.text", "{\"value\": \"New\"}"));

        HttpResponse<String> second = dev.reader()
                .get(INVENTORY + "?min-revision=" + elsewhere + "&timeout=30s", "If-None-Match", header(first, "ETag"));

        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(Long.parseLong(header(second, "Headwater-Revision"))).isGreaterThanOrEqualTo(elsewhere);
    }

    /** Promise: read your writes. "At least this revision" is waited for, and what has not come yet is never left unsaid. */
    @Test
    void shouldReadAtLeastTheRevisionAskedFor(DevProcess dev) {
        long written = revision(dev.writer().put("/v1/config/inventory/staging/stock.low-water-mark", "{\"value\": 7}"));

        HttpResponse<String> read = dev.reader().get(INVENTORY + "?min-revision=" + written + "&timeout=30s");
        assertThat(ok(read).at("/config/stock.low-water-mark/value").asInt()).isEqualTo(7);

        long future = written + 1_000_000;
        HttpResponse<String> tooEarly = dev.reader().get(INVENTORY + "?min-revision=" + future + "&timeout=50ms");
        assertThat(refused(tooEarly, 504, "NOT_YET").at("/errors/0/detail").asLong())
                .as("the revision that is held")
                .isGreaterThanOrEqualTo(written);
    }

    /** Promise: a long-poll answers when the content changes, not before and not for the changes of others. */
    @Test
    void shouldWaitForTheNextChange(DevProcess dev) throws Exception {
        ContractClient reader = dev.reader();
        HttpResponse<String> now = reader.get(INVENTORY);
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                    () -> reader.get(INVENTORY + "?wait=30s", "If-None-Match", header(now, "ETag")), thread);
            await().until(() -> metrics(dev).contains("\nheadwater_reader_long_polls 1"));
            long elsewhere = revision(dev.writer().put("/v1/config/storefront/staging/search.page-size", "{\"value\": 12}"));
            ok(reader.get("/v1/snapshots/storefront/staging?timeout=30s&min-revision=" + elsewhere));
            assertThat(waiting).isNotDone();

            dev.writer().put("/v1/config/inventory/staging/stock.reserve-minutes", "{\"value\": 20}");

            HttpResponse<String> changed = waiting.get();
            assertThat(ok(changed).at("/config/stock.reserve-minutes/value").asInt()).isEqualTo(20);
            assertThat(header(changed, "ETag")).isNotEqualTo(header(now, "ETag"));
        }
    }

    private static String metrics(DevProcess dev) throws Exception {
        URI metrics = URI.create(dev.announced().at("/management/reader").asText() + "/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
