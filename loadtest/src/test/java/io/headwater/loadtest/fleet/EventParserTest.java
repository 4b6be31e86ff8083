package io.headwater.loadtest.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventParserTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

    private final List<String> told = new ArrayList<>();
    private final EventParser parser = new EventParser(new EventParser.Sink() {
        @Override
        public void opened() {
            told.add("opened");
        }

        @Override
        public void event(String event, long id, long previous) {
            told.add(event + " " + id + " " + previous);
        }
    });

    @Test
    void shouldReadEventsWithoutChunks() throws IOException {
        take(HEAD + "\r\n:\n\nid: 3\nevent: snapshot\ndata: {}\n\nid:4\nevent:change\ndata:{\"previous\":3}\n\n");

        assertThat(told).containsExactly("opened", "snapshot 3 -1", "change 4 3");
    }

    @Test
    void shouldReadThemWhateverThePieces() throws IOException {
        String first = "id: 3\nevent: snapshot\ndata: {}\n\n:\n\nid: 12\neve";
        String second = "nt: change\r\ndata: {\"epoch\":1,\"revision\":12,\"previous\":3,\"config\":{}}\r\n\r\n";
        for (byte each : (CHUNKED + chunk(first) + chunk(second)).getBytes(StandardCharsets.US_ASCII)) {
            parser.take(ByteBuffer.wrap(new byte[] {each}));
        }

        assertThat(told).containsExactly("opened", "snapshot 3 -1", "change 12 3");
    }

    @Test
    void shouldKeepLongDataCheap() throws IOException {
        String data = "{\"previous\":7,\"config\":\"" + "x".repeat(100_000) + "\"}";
        take(CHUNKED + chunk("id: 8\nevent: change\ndata: " + data + "\n\n"));

        assertThat(told).containsExactly("opened", "change 8 7");
    }

    @Test
    void shouldNotMakeUpWhatAChangeDoesNotSay() throws IOException {
        take(CHUNKED + chunk("id: 8\nevent: change\ndata: {}\n\n"));

        assertThat(told).containsExactly("opened", "change 8 -1");
    }

    @Test
    void shouldRefuseAnythingButAStream() {
        assertThatThrownBy(() -> take("HTTP/1.1 503 Service Unavailable\r\n\r\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
    }

    @Test
    void shouldNoticeTheEndOfAChunkedStream() {
        assertThatThrownBy(() -> take(CHUNKED + "0\r\n\r\n")).hasMessageContaining("ended");
    }

    private void take(String text) throws IOException {
        parser.take(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
