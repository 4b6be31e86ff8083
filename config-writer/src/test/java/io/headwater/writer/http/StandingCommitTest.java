package io.headwater.writer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.core.Limits;
import io.headwater.runtime.http.HttpLimits;
import io.headwater.runtime.http.HttpServer;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.testkit.contract.ContractClient;
import io.headwater.testkit.contract.OpenApiContract;
import io.headwater.writer.commit.AnsweredRequests;
import io.headwater.writer.commit.CommitSizes;
import io.headwater.writer.commit.Committer;
import io.headwater.writer.commit.CommitterMetrics;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.commit.RecentCommits;
import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.log.InMemoryCommitLog;
import io.headwater.writer.state.StateHistory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the answer when the log goes silent after the commit; nothing older than the head is held in memory. */
class StandingCommitTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final InMemoryCommitLog log = new InMemoryCommitLog();
    private final InMemoryCommitLog silent = new InMemoryCommitLog();
    private final Ledger ledger =
            new Ledger(log, 1, new StateHistory(1, 1 << 20), new RecentCommits(1), new AnsweredRequests());
    private final Metrics metrics = new Metrics();
    private final Committer committer = new Committer(
            log,
            ledger,
            new CommitSizes(Limits.DEFAULT, 8 << 20),
            InstantSource.system(),
            () -> UUID.randomUUID().toString(),
            new CommitterMetrics(metrics),
            FaultPoints.NONE,
            100);
    private final WriteApi api = new WriteApi(
            () -> true,
            ledger,
            committer,
            silent,
            ReaderReports.NONE,
            OptionalLong::empty,
            InstantSource.system(),
            HttpLimits.DEFAULT,
            Limits.DEFAULT,
            LONG,
            LONG);
    private final HttpServer server =
            new HttpServer("write-api", "127.0.0.1", 0, HttpLimits.DEFAULT, metrics, api::register);
    private ContractClient client;

    @BeforeEach
    void start() {
        silent.readsFail(true);
        committer.start();
        server.start();
        client = new ContractClient("http://127.0.0.1:" + server.port(), OpenApiContract.writer());
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.stop();
        committer.stop();
    }

    @Test
    void shouldBeAnsweredAlthoughTheLogDoesNotSayWhatItWas() throws Exception {
        String environment = "/v1/environments/dev";
        String entry = "/v1/config/shop/dev/a";
        client.put(environment, "{}", "Idempotency-Key", "1");
        client.put(entry, "{\"value\": 1}", "Idempotency-Key", "2");
        client.put("/v1/config/shop/dev/b", "{\"value\": 1}");

        assertAnswered(1, client.put(environment + "?wait=reader&timeout=1ms", "{}", "Idempotency-Key", "1"));
        assertAnswered(2, client.put(entry + "?wait=reader&timeout=1ms", "{\"value\": 1}", "Idempotency-Key", "2"));
    }

    @Test
    void shouldNotSayWhatADryRunWouldDoWhileTheLogIsSilent() throws Exception {
        assertThat(client.put("/v1/config/shop/_/a?dryRun=true", "{\"value\": 1}")
                        .statusCode())
                .isEqualTo(200);
        log.readsFail(true);
        HttpResponse<String> silence = client.put("/v1/config/shop/_/a?dryRun=true", "{\"value\": 1}");
        assertThat(silence.statusCode()).isEqualTo(503);
        assertThat(new ObjectMapper().readTree(silence.body()).path("code").asText())
                .isEqualTo("UNAVAILABLE");
    }

    private static void assertAnswered(long revision, HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode body = new ObjectMapper().readTree(answer.body());
        assertThat(body.path("revision").asLong()).isEqualTo(revision);
        assertThat(body.path("served").asBoolean(true)).isFalse();
        assertThat(body.has("entry") || body.has("environment")).isFalse();
    }
}
