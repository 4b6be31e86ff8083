package io.headwater.reader.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spring's clients are told over HTTP, held against the API's document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringApiTest {
    private static final String ORIGINS = "application/vnd.spring-cloud.config-server.v2+json";

    private LayoutWriter writer;
    private RunningReader reader;
    private long filled;

    @BeforeAll
    void start() throws Exception {
        String prefix = Redis.prefix();
        writer = new LayoutWriter(Redis.shared().uri(), prefix);
        writer.environment("dev");
        writer.environment("eu");
        filled = writer.commit(
                Put.of("_", "_", "server.port", "integer", "8083"),
                Put.of("_", "dev", "ratio", "number", "1.0"),
                Put.string("shop", "_", "url", "http://localhost:${server.port}/"),
                Put.of("shop", "_", "list", "json", "[{\"name\": \"one\"}, 2, null]"),
                Put.of("shop", "dev", "list", "json", "[true]"),
                Put.string("shop", "eu", "self", "${self}"));
        reader = RunningReader.start(Redis.shared().uri(), prefix);
    }

    @AfterAll
    void stop() {
        reader.close();
        writer.close();
    }

    @Test
    void shouldAnswerAsSpringsServerDoes() {
        HttpResponse<String> answer = reader.get("/spring/shop/dev?min-revision=" + filled);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        long revision = answer.headers().firstValueAsLong("Headwater-Revision").orElseThrow();
        assertThat(answer.body())
                .isEqualTo("{\"name\":\"shop\",\"profiles\":[\"dev\"],\"label\":null,\"version\":\"" + revision
                        + "\",\"state\":null,\"propertySources\":["
                        + "{\"name\":\"headwater:shop-dev\",\"source\":{\"list[0]\":true}},"
                        + "{\"name\":\"headwater:shop\",\"source\":{\"list[0].name\":\"one\",\"list[1]\":2,\"list[2]\":\"\","
                        + "\"url\":\"http://localhost:${server.port}/\"}},"
                        + "{\"name\":\"headwater:application-dev\",\"source\":{\"ratio\":1.0}},"
                        + "{\"name\":\"headwater:application\",\"source\":{\"server.port\":8083}}]}");
    }

    @Test
    void shouldTellOriginsToWhoAcceptsThem() {
        HttpResponse<String> answer = reader.get("/spring/other/dev", "Accept", ORIGINS);

        assertThat(answer.headers().firstValue("Content-Type")).hasValue(ORIGINS);
        assertThat(answer.headers().firstValue("Vary")).hasValue("Accept");
        assertThat(answer.body())
                .contains("\"source\":{\"server.port\":{\"value\":8083,\"origin\":\"revision " + filled + "\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spring/nobody/nowhere", "/spring/No_Body/DEV", "/spring/_/default", "/spring/v1/a.b@c+d"})
    void shouldGiveTheUnknownWhatRemains(String path) {
        HttpResponse<String> answer = reader.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .endsWith(
                        "\"propertySources\":[{\"name\":\"headwater:application\",\"source\":{\"server.port\":8083}}]}");
    }

    @Test
    void shouldEchoSeveralProfilesAsOneTextAndPassOverThoseThatDoNotExist() {
        assertThat(reader.get("/spring/shop/dev,nowhere,eu").body())
                .contains("\"profiles\":[\"dev,nowhere,eu\"]")
                .contains("\"propertySources\":[{\"name\":\"headwater:shop-eu\"", "\"headwater:shop-dev\"");
    }

    @Test
    void shouldEchoTheLabel() {
        assertThat(reader.get("/spring/shop/dev/main").body()).contains("\"label\":\"main\"");
        assertThat(reader.get("/spring/shop/dev/feature(_)x").body()).contains("\"label\":\"feature/x\"");
        assertThat(reader.get("/spring/shop/dev/feature%2Fx").body()).contains("\"label\":\"feature/x\"");
        assertThat(reader.get("/spring/shop/dev/1").body()).contains("\"label\":\"1\"");
    }

    @Test
    void shouldWaitForTheRevisionThatTheLabelNames() throws Exception {
        long next = writer.revision() + 1;
        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> reader.get("/spring/other/dev/" + next + "?timeout=10s"));

        writer.commit(Put.string("labelled", "dev", "k", "v"));

        assertThat(waiting.get().statusCode()).isEqualTo(200);
        assertThat(waiting.get().body()).contains("\"label\":\"" + next + "\",\"version\":\"" + next + "\"");
        HttpResponse<String> early = reader.get("/spring/shop/dev/1000000?timeout=50ms");
        assertThat(early.statusCode()).isEqualTo(504);
        assertThat(early.body()).contains("NOT_YET");
        assertThat(reader.get("/spring/1000000/shop-dev.yml?timeout=50ms").statusCode())
                .isEqualTo(504);
        assertThat(reader.get("/spring/shop/dev?min-revision=1000000&timeout=50ms")
                        .statusCode())
                .isEqualTo(504);
    }

    @Test
    void shouldGiveFiles() {
        HttpResponse<String> yaml = reader.get("/spring/shop-dev.yml");

        assertThat(yaml.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(yaml.body())
                .isEqualTo(
                        "\"list\": [true]\n\"url\": \"http://localhost:8083/\"\n\"ratio\": 1.0\n\"server\":\n  \"port\": 8083\n");
        assertThat(reader.get("/spring/shop-dev.yaml").body()).isEqualTo(yaml.body());
        assertThat(reader.get("/spring/main/shop-dev.yml").body()).isEqualTo(yaml.body());
        assertThat(reader.get("/spring/shop-dev.properties").body())
                .isEqualTo("list[0]: true\nurl: http\\://localhost\\:8083/\nratio: 1.0\nserver.port: 8083\n");
        assertThat(reader.get("/spring/shop-dev.json").body())
                .isEqualTo(
                        "{\"list\":[true],\"url\":\"http://localhost:8083/\",\"ratio\":1.0,\"server\":{\"port\":8083}}");
        assertThat(reader.get("/spring/main/nobody-at-all-nowhere.json").body())
                .isEqualTo("{\"server\":{\"port\":8083}}");
    }

    @Test
    void shouldLeavePlaceholdersAloneWhereThatIsAskedFor() {
        assertThat(reader.get("/spring/shop-dev.yml?resolvePlaceholders=false").body())
                .contains("\"http://localhost:${server.port}/\"");
        HttpResponse<String> refused = reader.get("/spring/shop-eu.json");
        assertThat(refused.statusCode()).isEqualTo(406);
        assertThat(refused.body()).contains("NOT_ACCEPTABLE", "${self}", "resolvePlaceholders=false");
        assertThat(reader.get("/spring/shop-eu.json?resolvePlaceholders=false").body())
                .contains("\"self\":\"${self}\"");
        assertThat(reader.get("/spring/shop/eu").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/spring/shop/dev%2C, 400, INVALID_NAME, profiles",
        "/spring/shop/dev%20eu, 400, INVALID_NAME, dev eu",
        "/spring/shop/_, 400, INVALID_NAME, profiles",
        "/spring/shop%2C/dev, 400, INVALID_NAME, application",
        "/spring/sh%0Aop/dev, 400, INVALID_NAME, u000a",
        "/spring/shop/dev/%07, 400, INVALID_NAME, label",
        "/spring/shop/%ff, 400, MALFORMED_REQUEST, UTF-8",
        "/spring/-dev.yml, 400, INVALID_NAME, application",
        "/spring/shop-.yml, 400, INVALID_NAME, profiles",
        "/spring/shop-dev.yml?resolvePlaceholders=no, 400, INVALID_PARAMETER, resolvePlaceholders",
        "/spring/shop-dev.yml?resolvePlaceholders=true&resolvePlaceholders=true, 400, INVALID_PARAMETER, true",
        "/spring/shop/dev?min-revision=-1, 400, INVALID_PARAMETER, min-revision",
        "/spring/shop/dev?timeout=9999d, 400, INVALID_PARAMETER, timeout",
        "/spring/shop.yml, 404, NOT_FOUND, shop.yml",
        "/spring/shop/dev.yml, 404, NOT_FOUND, dev.yml",
        "/spring/shop-dev.xml, 404, NOT_FOUND, shop-dev.xml",
        "/spring/shop, 404, NOT_FOUND, shop",
        "/spring, 404, NOT_FOUND, spring",
        "/spring/shop/dev/main/file.txt, 404, NOT_FOUND, file.txt",
    })
    void shouldRefuseWhatCannotBeMeant(String path, int status, String code, String named) throws Exception {
        HttpResponse<String> answer = reader.send("GET", path);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"").contains(named);
    }

    @Test
    void shouldAnswerHeadAndRefuseToBeWritten() throws Exception {
        assertThat(reader.send("HEAD", "/spring/shop/dev").statusCode()).isEqualTo(200);
        assertThat(reader.send("POST", "/spring/shop/dev").statusCode()).isEqualTo(405);
    }

    @Test
    void shouldSayThatThereIsNoEnvironmentAtAll() throws Exception {
        String prefix = Redis.prefix();
        try (LayoutWriter empty = new LayoutWriter(Redis.shared().uri(), prefix)) {
            empty.bell();
            try (RunningReader alone = RunningReader.start(Redis.shared().uri(), prefix)) {
                HttpResponse<String> answer = alone.get("/spring/shop/dev");
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(answer.body()).contains("NO_SUCH_ENVIRONMENT", "create one");
            }
        }
    }

    @Test
    void shouldBeUnavailableBeforeAnythingIsKnown() throws Exception {
        try (RunningReader blind = RunningReader.start(
                RunningReader.config(Redis.shared().uri(), Redis.prefix()), (place, environment) -> {})) {
            HttpResponse<String> answer = blind.get("/spring/shop/dev");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("UNAVAILABLE");
            assertThat(blind.get("/spring/shop/No-Such_Profile").statusCode()).isEqualTo(503);
        }
    }
}
