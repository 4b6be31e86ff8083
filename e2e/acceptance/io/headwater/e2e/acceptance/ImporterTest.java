package io.headwater.e2e.acceptance;

import static io.headwater.e2e.acceptance.Answers.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody who keeps configuration in files, and brings it in from a pipeline. */
@ExtendWith(SharedDev.class)
class ImporterTest {
    private static final String FILE = """
            server:
              port: 8099
            rates:
              vat: 0.200
            ---
            spring.config.activate.on-profile: production
            server.port: 80
            """;

    /**
     * Promise: a dry run says what an import would do and does nothing; the import then does just that; and an answer with
     * {@code served} means that a reader has it.
     */
    @Test
    void shouldLookBeforeLeapingAndReadAtOnce(DevProcess dev) {
        ok(dev.writer().put("/v1/config/billing/_/server.port", "{\"value\": 8099}"));

        JsonNode dry = ok(importFile(dev, "dryRun=true"));
        assertThat(dry.get("dryRun").asBoolean()).isTrue();
        assertThat(dry.get("changes").findValuesAsText("op")).containsExactly("put", "put");
        assertThat(dry.get("changes").findValuesAsText("key"))
                .as("what is there already is no change")
                .containsExactlyInAnyOrder("rates.vat", "server.port");
        assertThat(ok(dev.writer().get("/v1/commits?limit=1")).at("/items/0/revision").asLong())
                .as("nothing was committed")
                .isEqualTo(dry.get("revision").asLong());

        JsonNode done = ok(importFile(dev, "message=billing+moves+in&wait=reader&timeout=30s"));
        assertThat(done.get("served").asBoolean()).isTrue();
        String snapshot = dev.reader().get("/v1/snapshots/billing/production").body();
        assertThat(snapshot).contains("\"rates.vat\":{\"type\":\"number\",\"value\":0.200,");
        assertThat(snapshot).contains("\"server.port\":{\"type\":\"integer\",\"value\":80,");

        JsonNode commit = ok(dev.writer().get("/v1/commits/" + done.get("revision").asLong()));
        assertThat(commit.get("message").asText()).isEqualTo("billing moves in");
        assertThat(commit.get("changes")).isEqualTo(dry.get("changes"));

        assertThat(ok(importFile(dev, "mode=replace")).get("changed").asBoolean())
                .as("the same file again")
                .isFalse();
    }

    private static HttpResponse<String> importFile(DevProcess dev, String query) {
        return dev.writer().post("/v1/import/billing/_?" + query, FILE, "Content-Type", "application/yaml");
    }
}
