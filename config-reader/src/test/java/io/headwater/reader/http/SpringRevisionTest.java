package io.headwater.reader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.reader.Gate;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Redis;
import io.headwater.reader.RunningReader;
import io.headwater.reader.view.HoldPoint.Place;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several profiles are several environments, each followed by itself: one answer is of one revision all the same. */
class SpringRevisionTest {
    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

    private final Gate mysql = new Gate(Place.BEFORE_INSTALL);
    private LayoutWriter writer;
    private RunningReader reader;

    @BeforeEach
    void start() throws Exception {
        String prefix = Redis.prefix();
        writer = new LayoutWriter(Redis.shared().uri(), prefix);
        writer.environment("docker");
        writer.environment("mysql");
        count(0);
        reader = RunningReader.start(RunningReader.config(Redis.shared().uri(), prefix), (place, environment) -> {
                    if (environment.equals("mysql")) {
                        mysql.reached(place, environment);
                    }
                })
                .ready();
        // So that both hold the layers before one of them is held up.
        assertThat(counts(get("/spring/shop/docker,mysql"))).containsExactly(0, 0);
    }

    @AfterEach
    void stop() {
        mysql.open();
        reader.close();
        writer.close();
    }

    /** One commit in two environments. */
    private long count(int count) {
        return writer.commit(
                Put.of("shop", "docker", "count", "integer", Integer.toString(count)),
                Put.of("shop", "mysql", "count", "integer", Integer.toString(count)));
    }

    private HttpResponse<String> get(String path) {
        HttpResponse<String> answer = reader.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static List<Integer> counts(HttpResponse<String> answer) {
        List<Integer> counts = new ArrayList<>();
        Matcher count = COUNT.matcher(answer.body());
        while (count.find()) {
            counts.add(Integer.parseInt(count.group(1)));
        }
        return counts;
    }

    private static long revision(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong("Headwater-Revision").orElseThrow();
    }

    @Test
    void shouldWaitForTheEnvironmentThatIsBehind() throws Exception {
        mysql.shut();
        long revision = count(1);
        await().until(() -> revision(get("/spring/shop/docker")) == revision);
        CompletableFuture<HttpResponse<String>> both =
                CompletableFuture.supplyAsync(() -> get("/spring/shop/docker,mysql?timeout=20s"));
        assertThat(counts(get("/spring/shop/mysql"))).containsExactly(0);
        assertThat(both).isNotDone();

        mysql.open();

        assertThat(counts(both.get())).containsExactly(1, 1);
        assertThat(revision(both.get())).isEqualTo(revision);
        assertThat(both.get().headers().firstValue("Headwater-Revisions")).isEmpty();
    }

    @Test
    void shouldNotWaitForACommitThatConcernsNothingOfTheAnswer() {
        long before = revision(get("/spring/shop/docker,mysql"));
        mysql.shut();
        long revision = writer.commit(Put.string("other", "docker", "k", "v"), Put.string("other", "mysql", "k", "v"));
        await().until(() -> revision(get("/spring/shop/docker")) == revision);

        HttpResponse<String> answer = get("/spring/shop/docker,mysql?timeout=20s");

        assertThat(revision(answer)).isEqualTo(before);
        assertThat(answer.headers().firstValue("Headwater-Revisions")).isEmpty();
        assertThat(mysqlIsHeld()).as("it was answered while mysql was behind").isTrue();
    }

    private boolean mysqlIsHeld() {
        return revision(get("/spring/shop/mysql")) < revision(get("/spring/shop/docker"));
    }

    @Test
    void shouldServeWhatItHoldsAndSaySoIfTheEnvironmentsDoNotMeet() {
        long before = revision(get("/spring/shop/docker,mysql"));
        mysql.shut();
        long revision = count(1);
        await().until(() -> revision(get("/spring/shop/docker")) == revision);

        HttpResponse<String> answer = get("/spring/shop/docker,mysql?timeout=100ms");

        assertThat(counts(answer)).containsExactly(0, 1);
        assertThat(revision(answer)).isEqualTo(before);
        assertThat(answer.headers().firstValue("Headwater-Revisions"))
                .hasValue("docker=" + revision + ", mysql=" + before);
        assertThat(reader.get("/spring/shop/docker,mysql/" + revision + "?timeout=100ms")
                        .statusCode())
                .as("a revision that is asked for is never missed")
                .isEqualTo(504);
    }

    @Test
    void shouldNeverTellHalfOfACommit() {
        CompletableFuture<Void> commits = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= 200; i++) {
                count(i);
            }
        });
        int seen = 0;
        while (!commits.isDone()) {
            HttpResponse<String> answer = get("/spring/shop/docker,mysql?timeout=20s");
            List<Integer> counts = counts(answer);
            assertThat(counts).hasSize(2);
            if (answer.headers().firstValue("Headwater-Revisions").isEmpty()) {
                assertThat(counts.getFirst()).isEqualTo(counts.getLast());
                seen++;
            }
        }
        commits.join();
        assertThat(seen).isPositive();
        assertThat(counts(get("/spring/shop/docker,mysql?min-revision=" + writer.revision())))
                .containsExactly(200, 200);
    }

    @Test
    void shouldPassOverAnEnvironmentThatIsDeleted() {
        writer.deleteEnvironment("mysql");
        await().until(() -> counts(get("/spring/shop/docker,mysql")).size() == 1);

        assertThat(counts(get("/spring/shop/docker,mysql"))).containsExactly(0);
        writer.deleteEnvironment("docker");
        await().until(() -> reader.get("/spring/shop/docker").statusCode() == 404);
    }
}
