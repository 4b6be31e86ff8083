package io.headwater.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.CommitHash;
import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.ValueType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker sees when a reader never sends the last change. */
class SubscriberConvergenceTest {
    private static final String EVENT = """
            event: snapshot
            id: 2
            data: {"revision":2,"config":{"limit":{"type":"integer","value":1,"revision":2}}}

            """;

    private final History history = new History();

    private void add(Change change) {
        history.add(Commit.chained(history.head() + 1, Instant.EPOCH, "ann", "", List.of(change), CommitHash.GENESIS));
    }

    private static Change put(String json) {
        return Change.Put.of(EntryId.of("shop", Load.DEV, "limit"), ValueType.INTEGER, JsonText.parse(json));
    }

    @Test
    void shouldSeeThatASubscriberHasNotComeUpWithTheLog() throws IOException {
        add(new Change.PutEnvironment(Load.DEV, 1, false, null));
        add(put("1"));
        HttpServer reader = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        reader.createContext("/v1/stream/shop/dev", exchange -> {
            byte[] events = EVENT.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, events.length);
            exchange.getResponseBody().write(events);
            exchange.close();
        });
        reader.start();
        try {
            String url = "http://127.0.0.1:" + reader.getAddress().getPort();
            Observations observations = new Observations();
            Subscriber subscriber = new Subscriber(List.of(url), "shop", Load.DEV, observations, 1);
            assertThat(subscriber.holds(history)).as("before the first event").isFalse();
            subscriber.step();
            assertThat(observations.wrong()).isEmpty();
            assertThat(subscriber.holds(history)).isTrue();

            add(put("2"));
            assertThat(subscriber.holds(history))
                    .as("a change that was not sent")
                    .isFalse();
        } finally {
            reader.stop(0);
        }
    }
}
