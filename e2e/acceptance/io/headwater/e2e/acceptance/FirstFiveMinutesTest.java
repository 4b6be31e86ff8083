package io.headwater.e2e.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does who has just cloned Headwater. */
class FirstFiveMinutesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void shouldStartShowAChangeToASubscriberAndLeaveNothingBehind(@TempDir Path temporary) throws Exception {
        List<ProcessHandle> family;
        try (DevProcess dev = DevProcess.startIn(temporary, "--ephemeral")) {
            family = dev.family();
            System.out.println("dev: " + dev.readyAfter());
            assertThat(dev.announced().get("token").isNull()).isTrue();
            assertThat(dev.announced().get("pid").asLong()).isPositive();

            // the sample is there
            JsonNode shop = body(dev.reader().get("/v1/snapshots/payments/production"));
            assertThat(shop.at("/config/retry.max/value").asInt()).isEqualTo(8);
            assertThat(dev.reader().get("/v1/snapshots/payments/production").body()).contains("\"value\":0.190");

            // a change travels
            try (EventStream events = EventStream.open(dev.url("reader") + "/v1/stream/payments/dev")) {
                await().untilAsserted(() -> assertThat(events.named("snapshot")).hasSize(1));
                HttpResponse<String> put =
                        dev.writer().put("/v1/config/payments/dev/retry.max", "{\"value\": 6, \"message\": \"try six\"}");
                long revision = body(put).get("revision").asLong();
                await().untilAsserted(() -> assertThat(events.named("change")).hasSize(1));
                JsonNode change = events.named("change").get(0).data();
                assertThat(change.get("revision").asLong()).isEqualTo(revision);
                assertThat(change.at("/config/retry.max/value").asInt()).isEqualTo(6);
                assertThat(change.get("previous").asLong())
                        .isEqualTo(events.named("snapshot").get(0).data().get("revision").asLong());
            }

            assertThat(dev.interrupt()).isEqualTo(130);
            assertThat(dev.restOfOutput()).isEmpty();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(family).noneMatch(ProcessHandle::isAlive));
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsEndedBeforeItIsReady(@TempDir Path temporary, @TempDir Path logs)
            throws Exception {
        Process dev = DevProcess.launch(temporary, logs.resolve("log"), "--ephemeral");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> hasFolder(temporary, "kafka"));
            List<ProcessHandle> family = dev.descendants().toList();
            new ProcessBuilder("kill", "-INT", Long.toString(dev.pid())).start().waitFor();
            assertThat(dev.waitFor()).isEqualTo(130);
            assertThat(family).noneMatch(ProcessHandle::isAlive);
            assertThat(temporary).isEmptyDirectory();
        } finally {
            dev.destroyForcibly();
        }
    }

    private static boolean hasFolder(Path temporary, String name) throws IOException {
        try (var found = Files.find(temporary, 2, (path, is) -> path.endsWith(name))) {
            return found.findAny().isPresent();
        } catch (UncheckedIOException e) {
            return false; // something vanished meanwhile
        }
    }

    @Test
    void shouldBringBackEveryAcknowledgedCommitAfterAKill(@TempDir Path data) throws Exception {
        long last = 0;
        List<ProcessHandle> family;
        try (DevProcess dev = DevProcess.start("--data", data.toString())) {
            for (int i = 1; i <= 50; i++) {
                last = body(dev.writer().put("/v1/config/payments/dev/counter", "{\"value\": " + i + "}"))
                        .get("revision")
                        .asLong();
            }
            family = dev.family();
            dev.kill();
        }
        try (DevProcess dev = DevProcess.start("--data", data.toString())) {
            assertThat(family).as("children left by the killed one").noneMatch(ProcessHandle::isAlive);
            assertThat(body(dev.writer().get("/v1/commits?limit=1")).at("/items/0/revision").asLong())
                    .isEqualTo(last);
            HttpResponse<String> served =
                    dev.reader().get("/v1/snapshots/payments/dev/counter?min-revision=" + last + "&timeout=30s");
            assertThat(body(served).get("value").asInt()).isEqualTo(50);

            // the directory belongs to one
            Process second = new ProcessBuilder(
                            DevProcess.repository().resolve("headwater").toString(), "dev", "--data", data.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(said).contains("in use");
        }
    }

    @Test
    void shouldRefuseWrongUsage() throws Exception {
        Process wrong = new ProcessBuilder(
                        DevProcess.repository().resolve("headwater").toString(), "dev", "--no-such-option")
                .redirectErrorStream(true)
                .start();
        String said = new String(wrong.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(wrong.waitFor()).isEqualTo(2);
        assertThat(said).contains("--no-such-option").contains("--ephemeral");
    }

    private static JsonNode body(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JSON.readTree(answer.body());
    }
}
