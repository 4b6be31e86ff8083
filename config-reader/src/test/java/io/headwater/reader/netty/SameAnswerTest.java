package io.headwater.reader.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whether the event loop answers or Javalin does cannot be seen from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAnswerTest {
    /** Twice the same means nothing to a read, and is more than the event loop wants to understand. */
    private static final String LEFT_TO_JAVALIN = "Last-Event-ID: 1\nLast-Event-ID: 1\n";

    private static final List<String> SERVICES =
            List.of("shop", "shop", "shop", "shop", "shop", "large", "unknown", "Shop", "_");
    private static final List<String> ENVIRONMENTS = List.of("dev", "dev", "dev", "dev", "dev", "staging", "nowhere");
    private static final List<String> KEYS = List.of(
            "", "", "", "/a", "/a", "/a%2Fb", "/%61", "/none", "/%zz", "/%ff", "/.", "/%2e%2e", "/%24x", "/", "//a",
            "/a/b");
    private static final List<String> QUERIES = List.of(
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "?min-revision=1",
            "?min-revision=0&timeout=5s",
            "?min-revision=99999&timeout=1ms",
            "?min-revision=-1",
            "?min-revision=",
            "?timeout=1s&min-revision=1&min-revision=1",
            "?timeout=never",
            "?timeout=0000000000005s",
            "?wait=1ms",
            "?wait=9999d",
            "?format=flat",
            "?format=properties",
            "?format=env",
            "?format=yaml",
            "?format=flagd",
            "?format=FLAT",
            "?other=1",
            "?",
            "?&",
            "?min-revision=%31",
            "?wait");
    private static final List<String> CODINGS =
            List.of("", "", "", "gzip", "gzip, deflate, br", "br", "*;q=0.5", "gzip;q=0", "identity", "GZIP;q=1");

    private LayoutWriter writer;
    private RunningReader reader;

    @BeforeAll
    void start() throws Exception {
        String prefix = Redis.prefix();
        writer = new LayoutWriter(Redis.shared().uri(), prefix);
        writer.environment("dev");
        writer.environment("staging");
        writer.commit(
                Put.of("_", "_", "a", "integer", "1"),
                Put.of("shop", "dev", "a", "number", "10.0"),
                Put.string("shop", "dev", "a/b", "ünï"),
                Put.string("shop", "dev", "text", "x".repeat(2_000)),
                Put.string("large", "dev", "text", "abc".repeat(20_000)));
        reader = RunningReader.start(Redis.shared().uri(), prefix);
    }

    @AfterAll
    void stop() {
        reader.close();
        writer.close();
    }

    @Test
    void shouldAnswerTheSameOnBothWays() throws Exception {
        long seed = Long.getLong("headwater.seed", new Random().nextLong());
        Random random = new Random(seed);
        List<String> tags = List.of(tag("/v1/snapshots/shop/dev"), tag("/v1/snapshots/shop/dev/a"), "\"x\"");
        double before = passedOn();
        int rounds = 1_500;
        int forTheLoop = 0;
        for (int round = 0; round < rounds; round++) {
            if (round % 100 == 50) {
                writer.commit(Put.of("shop", "dev", "n" + random.nextInt(3), "integer", Integer.toString(round)));
                reader.get("/v1/snapshots/shop/dev?min-revision=" + writer.revision());
            }
            boolean head = random.nextInt(5) == 0;
            String key = any(random, KEYS);
            String query = any(random, QUERIES);
            String request = (head ? "HEAD " : "GET ") + "/v1/snapshots/" + any(random, SERVICES) + "/"
                    + any(random, ENVIRONMENTS) + key + query + " HTTP/1.1\nHost: x:80\n"
                    + header("If-None-Match", known(random, tags)) + header("Accept-Encoding", any(random, CODINGS))
                    + (random.nextInt(4) == 0 ? "Connection: close\n" : "") + "User-Agent: test\n";
            RawConnection.Answer fast = answer(request, head);
            RawConnection.Answer slow = answer(request + LEFT_TO_JAVALIN, head);

            assertThat(withoutDate(fast)).as("seed %d, %s", seed, request).isEqualTo(withoutDate(slow));
            assertThat(fast.body()).as("seed %d, %s", seed, request).isEqualTo(slow.body());
            boolean plain = query.isEmpty()
                    || query.startsWith("?min-revision=1")
                    || (key.isEmpty() && query.startsWith("?format="));
            forTheLoop += plain && (fast.code() == 200 || fast.code() == 304) ? 1 : 0;
        }
        double leftToJavalin = passedOn() - before - rounds;
        assertThat(forTheLoop).isGreaterThan(100);
        // Some were the first of their service, whose layers Javalin waits for.
        assertThat(leftToJavalin).isLessThan(rounds - forTheLoop + 30);
    }

    private static String header(String name, String value) {
        return value.isEmpty() ? "" : name + ": " + value + "\n";
    }

    private static String known(Random random, List<String> tags) {
        return switch (random.nextInt(6)) {
            case 0 -> any(random, tags);
            case 1 -> any(random, tags) + " , W/" + any(random, tags);
            case 2 -> random.nextBoolean() ? "*" : "\"unclosed";
            default -> "";
        };
    }

    private static String any(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String withoutDate(RawConnection.Answer answer) {
        return answer.head().replaceFirst("Date: [^\n]*\n", "Date: then\n");
    }

    private RawConnection.Answer answer(String request, boolean head) throws IOException {
        try (RawConnection connection =
                new RawConnection(URI.create(reader.url("/")).getPort())) {
            return connection.send(request + "\n").answer(head);
        }
    }

    private String tag(String path) {
        return reader.get(path).headers().firstValue("ETag").orElseThrow();
    }

    private double passedOn() throws Exception {
        String name = "headwater_reader_passed_on_total ";
        return reader.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }
}
