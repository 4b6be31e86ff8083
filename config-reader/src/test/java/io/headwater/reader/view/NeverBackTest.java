package io.headwater.reader.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.embedded.redis.RedisServer;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import io.headwater.reader.Sse;
import io.headwater.schemas.redis.MetaFields;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

/** Whatever happens to Redis, what has been seen is never followed by something older. */
class NeverBackTest {
    private final String prefix = Redis.prefix();
    private final RedisServer redis = Redis.start("never-back");
    private LayoutWriter writer;
    private RunningReader reader;

    @BeforeEach
    void start() throws Exception {
        writer = new LayoutWriter(redis.uri(), prefix);
        writer.environment("dev");
        writer.commit(Put.of("shop", "dev", "n", "integer", "1"), Put.string("shop", "dev", "old", "x"));
        reader = RunningReader.start(redis.uri(), prefix);
    }

    @AfterEach
    void stop() {
        reader.close();
        writer.close();
        redis.close();
    }

    private String value() {
        return reader.get("/v1/snapshots/shop/dev?format=flat").body();
    }

    private String readiness() throws Exception {
        return reader.management("/health/ready").body();
    }

    @Test
    void rule20_shouldLoadEveryLayerAgainFromAnotherGeneration() throws Exception {
        assertThat(value()).isEqualTo("{\"n\":1,\"old\":\"x\"}");
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            stream.next();
            // What this changes is in no list of changes: the generation is built beside the old one.
            writer.client().getKeys().delete(writer.keys().current("dev"));
            writer.silently(Put.delete("shop", "dev", "old"), Put.of("shop", "dev", "n", "integer", "2"));
            writer.forgetDeletions("dev");
            writer.rebuild();

            Sse.Event change = stream.next();
            assertThat(change.event()).isEqualTo("change");
            assertThat(change.id()).isEqualTo("3");
            assertThat(change.data()).contains("\"old\":null").contains("\"value\":2");
            assertThat(value()).isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void rule20_shouldServeWhatItHoldsWhileRedisIsGoneAndComesBackEmpty() throws Exception {
        assertThat(value()).contains("\"n\":1");
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            stream.next();
            redis.kill();
            await().until(() -> readiness().contains("\"stale\""));
            assertThat(value()).contains("\"n\":1");
            assertThat(reader.get("/v1/snapshots/never-asked-for/dev").statusCode())
                    .isEqualTo(503);
            assertThat(readiness()).contains("\"status\":\"ready\"");

            redis.restart();
            await().until(() -> readiness().contains("Redis has no state"));
            HttpResponse<String> held = reader.get("/v1/snapshots/shop/dev");
            assertThat(held.statusCode()).isEqualTo(200);
            assertThat(held.headers().firstValue("Headwater-Revision")).hasValue("2");

            await().ignoreExceptions().untilAsserted(() -> writer.rebuild());
            long revision = writer.commit(Put.of("shop", "dev", "n", "integer", "2"));
            assertThat(stream.next().id()).isEqualTo(Long.toString(revision));
            await().until(() -> !readiness().contains("\"stale\""));
            assertThat(reader.get("/v1/snapshots/never-asked-for/dev").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void rule20_shouldKeepANewerViewThanRedisHas() throws Exception {
        writer.commit(Put.of("shop", "dev", "n", "integer", "3"));
        await().until(() -> value().contains("\"n\":3"));

        // A replica was promoted that had not got the last commit: same generation, lower revision.
        meta(MetaFields.REVISION, "2");
        writer.client()
                .getTopic(writer.keys().bell("dev"), StringCodec.INSTANCE)
                .publish("2");

        await().until(() -> readiness().contains("before 3 which has been seen already"));
        assertThat(value()).contains("\"n\":3");
        assertThat(reader.get("/v1/snapshots/other/dev").statusCode()).isEqualTo(503);

        // Another generation that is older is no better.
        writer.backTo(1);
        writer.environment("dev");
        assertThat(writer.revision()).isEqualTo(2);
        await().during(Duration.ofMillis(400))
                .until(() -> value().contains("\"n\":3") && readiness().contains("before 3"));

        writer.commit(Put.of("shop", "dev", "n", "integer", "4"));
        long revision = writer.commit(Put.of("shop", "dev", "n", "integer", "5"));
        await().until(() -> value().contains("\"n\":5"));
        assertThat(revision).isEqualTo(4);
    }

    @Test
    void shouldStartAfreshInAnotherEpoch() {
        assertThat(value()).contains("\"n\":1");
        writer.backTo(0);
        writer.epoch(2);
        writer.environment("dev");

        await().until(() -> value().equals("{}"));
        assertThat(reader.get("/v1/snapshots/shop/dev").headers().firstValue("Headwater-Epoch"))
                .hasValue("2");
    }

    @Test
    void shouldStartWithoutRedisAndSayWhatItWaitsFor() throws Exception {
        redis.kill();
        try (RunningReader early = RunningReader.start(RunningReader.config(redis.uri(), prefix), HoldPoint.NONE)) {
            await().untilAsserted(
                            () -> assertThat(early.management("/health/ready").body())
                                    .contains("\"status\":\"not-ready\"", "Redis does not answer"));
            assertThat(early.get("/v1/snapshots/shop/dev").statusCode()).isEqualTo(503);
            assertThat(early.management("/health/live").statusCode()).isEqualTo(200);

            redis.restart();
            await().untilAsserted(() ->
                    assertThat(early.management("/health/ready").body()).contains("Redis has no catalog"));
            await().ignoreExceptions().untilAsserted(() -> writer.rebuild());
            early.ready();
            assertThat(early.get("/v1/snapshots/shop/dev?format=flat").body()).contains("\"n\":1");
        }
    }

    private void meta(String field, String value) {
        writer.client()
                .getMap(writer.keys().meta("dev", writer.generation("dev")), StringCodec.INSTANCE)
                .put(field, value);
    }
}
