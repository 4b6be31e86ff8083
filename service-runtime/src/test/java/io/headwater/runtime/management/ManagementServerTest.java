package io.headwater.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.runtime.health.Behind;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.HealthPart;
import io.headwater.runtime.metrics.JvmMetrics;
import io.headwater.runtime.metrics.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {

    private final Health health = new Health();
    private final Metrics metrics = new Metrics();
    private final ManagementServer server = new ManagementServer("127.0.0.1", 0, health, metrics);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    @Test
    void shouldBeLiveWhateverIsDown() throws Exception {
        health.required("mongodb").down("refused");
        health.draining();

        HttpResponse<String> live = get("/health/live", "*/*");

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"live\"}");
        assertThat(live.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void shouldBeReadyOnlyWhenEveryRequiredPartIs() throws Exception {
        HealthPart kafka = health.required("kafka");
        HealthPart redis = health.optional("redis");
        assertThat(get("/health/ready", "*/*").body())
                .isEqualTo("{\"status\":\"not-ready\",\"parts\":{\"kafka\":{\"state\":\"starting\",\"required\":true},"
                        + "\"redis\":{\"state\":\"starting\",\"required\":false}}}");

        kafka.catchingUp(null, new Behind(12L, Duration.ofMillis(3_400)));
        redis.down("connecting failed");
        health.started();
        HttpResponse<String> catchingUp = get("/health/ready", "*/*");
        assertThat(catchingUp.statusCode()).isEqualTo(503);
        assertThat(catchingUp.body())
                .contains("\"kafka\":{\"state\":\"catching-up\",\"required\":true,\"behind\":{\"revisions\":12,"
                        + "\"milliseconds\":3400}}")
                .contains("\"redis\":{\"state\":\"down\",\"required\":false,\"detail\":\"connecting failed\"}");

        kafka.up();
        HttpResponse<String> ready = get("/health/ready", "*/*");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.headers().firstValue("Cache-Control")).hasValue("no-store");

        health.draining();
        HttpResponse<String> draining = get("/health/ready", "*/*");
        assertThat(draining.statusCode()).isEqualTo(503);
        assertThat(draining.body()).startsWith("{\"status\":\"draining\"");
    }

    @Test
    void shouldSurviveAPartThatCannotBeAsked() throws Exception {
        health.computed("odd", true, () -> {
            throw new IllegalStateException("no answer");
        });
        health.started();

        assertThat(get("/health/ready", "*/*").body()).contains("\"state\":\"down\"", "IllegalStateException");
    }

    @Test
    void shouldOfferBothFormatsOfMetrics() throws Exception {
        JvmMetrics.addTo(metrics);

        HttpResponse<String> text = get("/metrics", "*/*");
        assertThat(text.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.body()).contains("# TYPE headwater_jvm_memory_used_bytes gauge");

        HttpResponse<String> open = get(
                "/metrics",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
        assertThat(open.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(get("/metrics", "text/plain,application/openmetrics-text;q=0.1")
                        .body())
                .doesNotContain("# EOF");
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString());
    }
}
