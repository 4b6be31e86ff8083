package io.headwater.reader.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.reader.netty.RequestHead.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private final RequestHead head = new RequestHead();

    private Kind read(String text) {
        byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        int end = RequestHead.end(bytes, 0, bytes.length);
        return end == 0 ? Kind.INCOMPLETE : end < 0 ? Kind.UNKNOWN : head.read(bytes, end);
    }

    private String text(RequestHead.Field field) {
        return new String(head.bytes, field.start, field.length(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldReadWhatAnAnswerDependsOn() {
        assertThat(read(
                        "GET /v1/snapshots/shop/dev/a%2Fb?min-revision=7 HTTP/1.1\nHost: x:8081\nif-NONE-match:  \"a\" \t\n"
                                + "Accept-Encoding: gzip, br\nAccept: */*\n\nGET /next"))
                .isEqualTo(Kind.SIMPLE);

        assertThat(new String(head.bytes, head.pathStart, head.pathEnd - head.pathStart, StandardCharsets.US_ASCII))
                .isEqualTo("/v1/snapshots/shop/dev/a%2Fb");
        assertThat(new String(head.bytes, head.queryStart, head.queryEnd - head.queryStart, StandardCharsets.US_ASCII))
                .isEqualTo("min-revision=7");
        assertThat(text(head.ifNoneMatch)).isEqualTo("\"a\"");
        assertThat(text(head.acceptEncoding)).isEqualTo("gzip, br");
        assertThat(head.head).isFalse();
        assertThat(head.close).isFalse();
        assertThat(new String(head.bytes, (int) head.length, 9, StandardCharsets.US_ASCII))
                .isEqualTo("GET /next");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: x\n\n",
                "HEAD / HTTP/1.1\nHost: x\nConnection: close\n\n",
                "GET / HTTP/1.1\nHost: 127.0.0.1:65535\nConnection: Keep-Alive\n\n",
                "GET / HTTP/1.1\nConnection: Upgrade, HTTP2-Settings\nHost: x\nHTTP2-Settings: AAEA\nUpgrade: h2c\n\n"
            })
    void shouldUnderstandWhatClientsSend(String request) {
        assertThat(read(request)).isEqualTo(Kind.SIMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\n\n",
                "GET / HTTP/1.1\n\n",
                "GET / HTTP/1.1\nHost: x\nHost: x\n\n",
                "GET / HTTP/1.1\nHost: x:\n\n",
                "GET / HTTP/1.1\nHost: x:0\n\n",
                "GET / HTTP/1.1\nHost: x:65536\n\n",
                "GET / HTTP/1.1\nHost: a b\n\n",
                "GET / HTTP/1.1\nHost:\n\n",
                "GET /a;b HTTP/1.1\nHost: x\n\n",
                "GET /a\"b HTTP/1.1\nHost: x\n\n",
                "GET /?a=%20 HTTP/1.1\nHost: x\n\n",
                "GET http://x/ HTTP/1.1\nHost: x\n\n",
                "OPTIONS * HTTP/1.1\nHost: x\n\n",
                "get / HTTP/1.1\nHost: x\n\n",
                "POST / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\nHost: x\nContent-Length: 0\n\n",
                "GET / HTTP/1.1\nHost: x\nConnection: close, te\n\n",
                "GET / HTTP/1.1\nHost: x\nUpgrade: websocket\n\n",
                "GET / HTTP/1.1\nHost: x\nIf-None-Match: a\nIf-None-Match: b\n\n",
                "GET / HTTP/1.1\nHost: x\nX: \u00e4\n\n"
            })
    void shouldKnowWhereARequestEndsThatItLeavesToOthers(String request) {
        assertThat(read(request)).isEqualTo(Kind.OTHER);
        assertThat(head.length).isEqualTo(request.replace("\n", "\r\n").length());
    }

    @Test
    void shouldCountTheBodyIn() {
        assertThat(read("PUT /x HTTP/1.1\nHost: x\nContent-Length: 12\n\n")).isEqualTo(Kind.OTHER);
        assertThat(head.length).isEqualTo("PUT /x HTTP/1.1..Host: x..Content-Length: 12....".length() + 12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/3.7\nHost: x\n\n",
                "GET\n\n",
                " GET / HTTP/1.1\nHost: x\n\n",
                "GET  / HTTP/1.1 \nHost: x\n\n",
                "GET / HTTP/1.1\nHost : x\n\n",
                "GET / HTTP/1.1\n: x\n\n",
                "GET / HTTP/1.1\nHost: x\n folded\n\n",
                "GET / HTTP/1.1\nHost: x\nno colon\n\n",
                "PUT / HTTP/1.1\nHost: x\nContent-Length: 1\nContent-Length: 1\n\n",
                "PUT / HTTP/1.1\nHost: x\nContent-Length: -1\n\n",
                "PUT / HTTP/1.1\nHost: x\nContent-Length: 9999999999\n\n",
                "PUT / HTTP/1.1\nHost: x\nContent-Length: 3\nTransfer-Encoding: chunked\n\n",
                "PUT / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n",
                "PUT / HTTP/1.1\nHost: x\nContent-Length: 3\nExpect: 100-continue\n\n",
                "GET /\u0000 HTTP/1.1\nHost: x\n\n",
                "\u0016\u0003\u0001\u0002"
            })
    void shouldLeaveTheConnectionToJettyWhereItCannotTell(String request) {
        assertThat(read(request)).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void shouldNotTakeALineFeedAloneForAnEnd() {
        byte[] bytes = "GET / HTTP/1.1\nHost: x\n\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(RequestHead.end(bytes, 0, bytes.length)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET / HTTP/1.1", "GET / HTTP/1.1\n", "GET / HTTP/1.1\nHost: x\n"})
    void shouldWaitForTheRest(String part) {
        assertThat(read(part)).isEqualTo(Kind.INCOMPLETE);
    }

    @Test
    void shouldNotWaitForEver() {
        assertThat(read("GET /" + "x".repeat(RequestHead.LONGEST))).isEqualTo(Kind.UNKNOWN);
    }
}
