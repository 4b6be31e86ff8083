package io.headwater.reader.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.reader.HeldRules;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.MetricText;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import io.headwater.reader.Sse;
import io.headwater.reader.view.StaleRules;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader with room for one mebibyte. */
class NearCacheTest {
    private static final long BUDGET = 1 << 20;
    /** What may come between two looks at the budget. */
    private static final long SLACK = BUDGET / 2;

    private final String prefix = Redis.prefix();
    private LayoutWriter writer;
    private RunningReader reader;

    @BeforeEach
    void start() throws Exception {
        writer = new LayoutWriter(Redis.shared().uri(), prefix);
        writer.environment("dev");
        writer.commit(Put.of("_", "dev", "all", "integer", "1"), Put.of("shop", "dev", "n", "integer", "1"));
        reader = RunningReader.start(
                Redis.shared().uri(),
                prefix,
                config -> config.withHeld(new HeldRules(BUDGET, StaleRules.DEFAULT))
                        .withViews(Duration.ofMillis(100), Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() {
        reader.close();
        writer.close();
    }

    private double bytes() throws Exception {
        return MetricText.value(reader, "headwater_reader_cache_bytes{what=\"layers\"}")
                + MetricText.value(reader, "headwater_reader_cache_bytes{what=\"encoded\"}");
    }

    private double drops(String what) throws Exception {
        return MetricText.value(reader, "headwater_reader_cache_drops_total{what=\"" + what + "\"}");
    }

    /** Asks for all of them, some at a time, and looks at the memory meanwhile. @return the most that was taken */
    private double askFor(String path, int names, String expected) throws Exception {
        Semaphore atOnce = new Semaphore(32);
        AtomicInteger wrong = new AtomicInteger();
        double most = 0;
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < names; i++) {
                String asked = path.formatted(i);
                atOnce.acquire();
                many.execute(() -> {
                    try {
                        if (!reader.send("GET", asked).body().contains(expected)) {
                            wrong.incrementAndGet();
                        }
                    } catch (Exception e) {
                        wrong.incrementAndGet();
                    } finally {
                        atOnce.release();
                    }
                });
                if (i % 500 == 0) {
                    most = Math.max(most, bytes());
                    // Somebody uses this one all the time.
                    assertThat(reader.send("GET", "/v1/snapshots/shop/dev/n").statusCode())
                            .isEqualTo(200);
                }
            }
        }
        assertThat(wrong).hasValue(0);
        return most;
    }

    @Test
    void shouldStayWithinItsBudgetWhateverNamesAreAskedFor() throws Exception {
        reader.get("/v1/snapshots/shop/dev/n");
        double misses = MetricText.value(reader, "headwater_reader_cache_misses_total");

        double most = askFor("/v1/snapshots/nobody-%d/dev?format=flat", 10_000, "{\"all\":1}");

        assertThat(most).isLessThan(BUDGET + SLACK);
        await().untilAsserted(() -> assertThat(bytes()).isLessThanOrEqualTo(BUDGET));
        assertThat(MetricText.value(reader, "headwater_reader_cache_services")).isBetween(10.0, 2_000.0);
        assertThat(drops("layers")).isGreaterThan(5_000);
        // What was used all the time was never dropped: only the others were missed.
        assertThat(MetricText.value(reader, "headwater_reader_cache_misses_total") - misses)
                .isEqualTo(10_000);
    }

    @Test
    void shouldTakeNoMemoryForKeysAndEnvironmentsThatDoNotExist() throws Exception {
        reader.get("/v1/snapshots/shop/dev");
        reader.get("/v1/snapshots/shop/dev/n");
        double before = bytes();

        askFor("/v1/snapshots/shop/dev/no.such.key-%d", 3_000, "NO_SUCH_KEY");
        askFor("/v1/snapshots/shop/no-environment-%d", 3_000, "NO_SUCH_ENVIRONMENT");

        assertThat(bytes()).isEqualTo(before);
        assertThat(drops("layers")).isZero();
    }

    @Test
    void shouldSeeTheFirstEntryOfAServiceThatHadNone() throws Exception {
        assertThat(reader.get("/v1/snapshots/late/dev?format=flat").body()).isEqualTo("{\"all\":1}");
        assertThat(reader.get("/v1/snapshots/late/dev/n").statusCode()).isEqualTo(404);

        long revision = writer.commit(Put.of("late", "dev", "n", "integer", "7"));

        HttpResponse<String> now = reader.get("/v1/snapshots/late/dev/n?min-revision=" + revision);
        assertThat(now.body()).contains("\"value\":7");
    }

    @Test
    void shouldDropWhatIsEncodedBeforeLayersAndEncodeItAgain() throws Exception {
        for (int i = 0; i < 30; i++) {
            writer.commit(Put.string("large-" + i, "dev", "text", "x".repeat(12_000)));
        }
        HttpResponse<String> first = reader.get("/v1/snapshots/large-0/dev");
        for (int i = 0; i < 30; i++) {
            for (String format : new String[] {"flat", "env", "properties", "yaml"}) {
                reader.get("/v1/snapshots/large-" + i + "/dev?format=" + format);
            }
        }

        await().untilAsserted(() -> assertThat(drops("encoded")).isPositive());
        await().untilAsserted(() -> assertThat(bytes()).isLessThanOrEqualTo(BUDGET));
        assertThat(drops("layers")).isZero();
        HttpResponse<String> again = reader.get("/v1/snapshots/large-0/dev");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
    }

    @Test
    void shouldNotDropWhatSomebodyIsSubscribedTo() throws Exception {
        try (Sse stream = reader.stream("/v1/stream/shop/dev")) {
            assertThat(stream.next().event()).isEqualTo("snapshot");
            askFor("/v1/snapshots/somebody-%d/dev?format=flat", 4_000, "{\"all\":1}");
            await().untilAsserted(() -> assertThat(drops("layers")).isGreaterThan(100));

            long revision = writer.commit(Put.of("shop", "dev", "n", "integer", "2"));

            Sse.Event change = stream.next();
            assertThat(change.event()).isEqualTo("change");
            assertThat(change.id()).isEqualTo(Long.toString(revision));
        }
    }
}
