package io.headwater.e2e.acceptance;

import static io.headwater.e2e.acceptance.Answers.header;
import static io.headwater.e2e.acceptance.Answers.ok;
import static io.headwater.e2e.acceptance.Answers.refused;
import static io.headwater.e2e.acceptance.Answers.revision;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody who changes production, and who is human. */
@ExtendWith(SharedDev.class)
class OperatorTest {
    private static final String RETRIES = "/v1/config/payments/production/retry.max";

    /** Promise: a commit is all or nothing, and the refusal says which of its changes was wrong. */
    @Test
    void shouldChangeNothingIfOneChangeOfACommitIsWrong(DevProcess dev) {
        String before = ok(dev.writer().get(RETRIES)).toString();
        long head = head(dev);

        JsonNode problem = refused(
                dev.writer().post("/v1/commits", """
                        {"message": "calm down", "changes": [
                          {"op": "put", "service": "payments", "environment": "production", "key": "retry.max", "value": 1},
                          {"op": "delete", "service": "payments", "environment": "production", "key": "retry.maximum"}]}"""),
                404,
                "NO_SUCH_KEY");

        assertThat(problem.get("detail").asText()).contains("retry.maximum");
        assertThat(ok(dev.writer().get(RETRIES)).toString()).isEqualTo(before);
        assertThat(head(dev)).as("no commit was made").isEqualTo(head);
    }

    /** Promise: a write names the version that it expects; who comes second is told which one is there, and loses nothing. */
    @Test
    void shouldNotOverwriteWhatSomebodyElseChangedMeanwhile(DevProcess dev) {
        String seen = header(dev.writer().get(RETRIES), "ETag");
        long colleague = revision(dev.writer().put(RETRIES, "{\"value\": 9}", "If-Match", seen));

        JsonNode problem = refused(dev.writer().put(RETRIES, "{\"value\": 4}", "If-Match", seen), 412, "CONFLICT");

        assertThat(problem.get("detail").asText()).contains("revision " + colleague);
        assertThat(problem.get("errors").findValuesAsText("field")).containsExactly("expected", "actual");
        assertThat(problem.get("errors").findValuesAsText("detail"))
                .containsExactly(seen.replace("\"", ""), Long.toString(colleague));
        ok(dev.writer().put(RETRIES, "{\"value\": 4}", "If-Match", "\"" + colleague + "\""));
    }

    /** Promise: what a body says and nobody understands is refused by name, not passed over. */
    @Test
    void shouldHearOfAFieldThatDoesNotExist(DevProcess dev) {
        long head = head(dev);

        JsonNode problem =
                refused(dev.writer().put(RETRIES, "{\"value\": 5, \"mesage\": \"typo\"}"), 400, "UNKNOWN_FIELD");

        assertThat(problem.at("/errors/0/field").asText()).isEqualTo("mesage");
        assertThat(problem.get("detail").asText()).contains("message");
        assertThat(head(dev)).isEqualTo(head);
    }

    private static long head(DevProcess dev) {
        return ok(dev.writer().get("/v1/commits?limit=1")).at("/items/0/revision").asLong();
    }
}
