package io.headwater.writer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What follows behind a limit is not read: here it is not even JSON, and nobody says so. */
class JsonMembersTest {
    private static HeadwaterException refused(String body) {
        return catchThrowableOfType(HeadwaterException.class, () -> JsonMembers.body(body, "changes", 3));
    }

    @Test
    void shouldNotReadMoreOfAListThanItMayHave() {
        assertThat(JsonMembers.body("{\"changes\":[{},{},{}]}", "changes", 3).list("changes"))
                .hasSize(3);
        HeadwaterException refusal = refused("{\"changes\":[{},{},{},{},oops");
        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refusal.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo("changes"));
    }

    @Test
    void shouldNotReadMoreMembersThanAnyObjectHas() {
        String many = IntStream.range(0, 65).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(","));
        HeadwaterException refusal = refused("{" + many + ",oops");
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNKNOWN_FIELD);
        assertThat(refusal.detail()).contains("m64");
        assertThat(refused("{\"changes\":[{" + many + ",oops").detail()).contains("changes[0].m64");
    }

    @Test
    void shouldNotReadMoreWordsThanThereMayBe() {
        JsonMembers body = JsonMembers.body("{\"tags\":[\"a\",\"b\",5]}");
        HeadwaterException refusal =
                catchThrowableOfType(HeadwaterException.class, () -> body.patchWords("tags", 2, 10));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(refusal.detail()).contains("more than 2");
    }
}
