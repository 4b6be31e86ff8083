package io.headwater.writer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.testkit.contract.ContractClient;
import io.headwater.testkit.contract.OpenApiContract;
import io.headwater.testkit.parts.SharedParts;
import io.headwater.writer.TestConfig;
import io.headwater.writer.Writer;
import io.headwater.writer.WriterConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * A writer on the real replica set, asked over HTTP; every answer is held against the OpenAPI document. Kafka is away: the
 * write API does not need it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_KAFKA = "127.0.0.1:9";

    protected Writer writer;
    protected ContractClient client;

    protected WriterConfig configure(WriterConfig config) {
        return config;
    }

    @BeforeAll
    void start() throws Exception {
        WriterConfig config = configure(TestConfig.of(SharedParts.uniqueName("api"), SharedParts.mongoUri(), NO_KAFKA));
        writer = new Writer(config);
        writer.start();
        await().atMost(Duration.ofSeconds(60)).until(writer::ready);
        client = new ContractClient(base(), OpenApiContract.writer());
    }

    @AfterAll
    void stop() {
        writer.stop();
    }

    protected String base() {
        return "http://127.0.0.1:" + writer.port();
    }

    /** An environment of a test's own. */
    protected String environment() {
        String name = SharedParts.uniqueName("env");
        ok(client.put("/v1/environments/" + name, "{}"), 201);
        return name;
    }

    protected static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected static JsonNode ok(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return json(response);
    }

    /** Asserts a refusal, and gives back its document. */
    protected static JsonNode refused(HttpResponse<String> response, int status, String code) {
        JsonNode problem = ok(response, status);
        assertThat(problem.path("code").asText()).as(response.body()).isEqualTo(code);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        return problem;
    }

    protected long head() {
        return Long.parseLong(client.get("/v1/environments")
                .headers()
                .firstValue("Headwater-Revision")
                .orElseThrow());
    }
}
