package io.headwater.reader.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.reader.HeldRules;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.MetricText;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import io.headwater.reader.view.StaleRules;
import io.headwater.testkit.faults.Seeds;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * More services than there is room for, read while they change and while the state is built anew: every answer is exactly
 * the state at the revision that it names, and nobody who passes on what he has seen sees less.
 */
class ChurnTest {
    private static final int SERVICES = 60;
    private static final int CLIENTS = 4;
    private static final int COMMITS = 150;
    private static final int PADDING = 15_000;

    @Test
    void rules20And23_shouldAnswerTheStateAtTheRevisionWhateverIsDropped() {
        Seeds.each(ChurnTest::round);
    }

    private static void round(RandomGenerator random) throws Exception {
        String prefix = Redis.prefix();
        try (LayoutWriter writer = new LayoutWriter(Redis.shared().uri(), prefix)) {
            writer.environment("dev");
            // Every commit puts the number of its revision into every service.
            long first = writer.revision() + 1;
            writer.commit(padding());
            commit(writer);
            HeldRules small = new HeldRules(SERVICES * PADDING / 3, StaleRules.DEFAULT);
            try (RunningReader reader =
                    RunningReader.start(Redis.shared().uri(), prefix, config -> config.withHeld(small))) {
                AtomicBoolean done = new AtomicBoolean();
                try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Future<Integer>> reading = new ArrayList<>();
                    for (int i = 0; i < CLIENTS; i++) {
                        long seed = random.nextLong();
                        reading.add(clients.submit(() -> read(reader, new SplittableRandom(seed), first + 1, done)));
                    }
                    for (int i = 0; i < COMMITS; i++) {
                        commit(writer);
                        if (random.nextInt(30) == 0) {
                            writer.build("dev");
                        }
                    }
                    done.set(true);
                    for (Future<Integer> client : reading) {
                        assertThat(client.get()).isPositive();
                    }
                }
                assertThat(MetricText.value(reader, "headwater_reader_cache_drops_total{what=\"layers\"}"))
                        .isPositive();
            }
        }
    }

    private static Put[] padding() {
        Put[] puts = new Put[SERVICES];
        for (int i = 0; i < SERVICES; i++) {
            puts[i] = Put.string("s" + i, "dev", "padding", "x".repeat(PADDING));
        }
        return puts;
    }

    private static void commit(LayoutWriter writer) {
        String number = Long.toString(writer.revision() + 1);
        Put[] puts = new Put[SERVICES];
        for (int i = 0; i < SERVICES; i++) {
            puts[i] = Put.of("s" + i, "dev", "n", "integer", number);
        }
        writer.commit(puts);
    }

    /** @return how many answers were held against their revisions */
    private static int read(RunningReader reader, RandomGenerator random, long first, AtomicBoolean done)
            throws Exception {
        long seen = first;
        int answers = 0;
        while (!done.get() || answers == 0) {
            String path = "/v1/snapshots/s" + random.nextInt(SERVICES) + "/dev/n?min-revision=" + seen;
            HttpResponse<String> answer = reader.send("GET", path);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            long revision =
                    answer.headers().firstValueAsLong("Headwater-Revision").orElseThrow();
            assertThat(revision).isGreaterThanOrEqualTo(seen);
            assertThat(answer.body())
                    .isEqualTo("{\"key\":\"n\",\"type\":\"integer\",\"value\":" + revision + ",\"revision\":" + revision
                            + "}");
            seen = revision;
            answers++;
        }
        return answers;
    }
}
