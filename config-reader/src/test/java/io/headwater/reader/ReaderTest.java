package io.headwater.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.reader.LayoutWriter.Put;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the read tier is for, as usage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReaderTest {
    private LayoutWriter writer;
    private RunningReader reader;

    @BeforeAll
    void start() throws Exception {
        String prefix = Redis.prefix();
        writer = new LayoutWriter(Redis.shared().uri(), prefix);
        writer.environment("dev");
        writer.commit(
                Put.of("_", "_", "retry.max", "number", "10.0"),
                Put.of("shop", "_", "on", "boolean", "true"),
                Put.string("shop", "dev", "a/b", "ünï"));
        reader = RunningReader.start(Redis.shared().uri(), prefix);
    }

    @AfterAll
    void stop() {
        reader.close();
        writer.close();
    }

    @Test
    void shouldGiveTheSnapshotOfAService() throws Exception {
        HttpResponse<String> answer = reader.get("/v1/snapshots/shop/dev");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"service\":\"shop\",\"environment\":\"dev\",\"revision\":2,\"config\":{"
                        + "\"a/b\":{\"type\":\"string\",\"value\":\"ünï\",\"revision\":2},"
                        + "\"on\":{\"type\":\"boolean\",\"value\":true,\"revision\":2},"
                        + "\"retry.max\":{\"type\":\"number\",\"value\":10.0,\"revision\":2}},"
                        + "\"flags\":{},\"$evaluators\":{}}");
        assertThat(answer.headers().firstValue("Headwater-Revision")).hasValue("2");
        assertThat(answer.headers().firstValue("Headwater-Epoch")).hasValue("1");
    }

    @Test
    void shouldLookUpOneKeyThatHasASlash() throws Exception {
        HttpResponse<String> answer = reader.get("/v1/snapshots/shop/dev/a%2Fb");

        assertThat(answer.body()).isEqualTo("{\"key\":\"a/b\",\"type\":\"string\",\"value\":\"ünï\",\"revision\":2}");
    }

    @Test
    void shouldTellASubscriberOfAChange() throws Exception {
        try (Sse stream = reader.stream("/v1/stream/cart/dev")) {
            Sse.Event first = stream.next();
            assertThat(first.event()).isEqualTo("snapshot");

            long revision = writer.commit(Put.string("cart", "dev", "greeting", "hi"));

            Sse.Event change = stream.next();
            assertThat(change.event()).isEqualTo("change");
            assertThat(change.id()).isEqualTo(Long.toString(revision));
            assertThat(change.data())
                    .startsWith("{\"epoch\":1,\"revision\":" + revision + ",\"previous\":" + first.id() + ",\"time\":")
                    .endsWith("\"config\":{\"greeting\":{\"type\":\"string\",\"value\":\"hi\",\"revision\":" + revision
                            + "}},\"flags\":{}}");
        }
    }
}
