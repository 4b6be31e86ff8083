package io.headwater.loadtest.bench;

import io.headwater.loadtest.wire.HttpAnswer;
import io.headwater.loadtest.wire.HttpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The write API over one kept-alive connection. For one thread. */
final class Writer implements AutoCloseable {
    private static final int VALUE_BYTES = 200;

    /** The service closes connections that nobody uses; one that is so old is not taken again. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final int port;
    private HttpConnection http;
    private long used = System.nanoTime();

    Writer(int port) throws IOException {
        this.port = port;
        http = new HttpConnection(port);
    }

    private HttpAnswer send(String method, String path, byte[] json) throws IOException {
        if (System.nanoTime() - used > FRESH.toNanos()) {
            http.close();
            http = new HttpConnection(port);
        }
        HttpAnswer answer = http.send(method, path, json);
        used = System.nanoTime();
        return answer;
    }

    /** Makes an environment. */
    void environment(String name, int rank) throws IOException {
        byte[] body = ("{\"rank\":" + rank + "}").getBytes(StandardCharsets.UTF_8);
        accepted(send("PUT", "/v1/environments/" + name, body));
    }

    /** Puts a value of 200 bytes that {@code number} makes another one each time. @return the revision */
    long put(String service, String environment, String key, long number) throws IOException {
        byte[] body = ("{\"value\":\"" + value(number) + "\"}").getBytes(StandardCharsets.UTF_8);
        String path = "/v1/config/" + service + "/" + environment + "/" + key;
        return accepted(send("PUT", path, body)).revision();
    }

    /** Posts a change set. @return the revision */
    long commit(byte[] body) throws IOException {
        return accepted(send("POST", "/v1/commits", body)).revision();
    }

    /** 200 bytes. */
    static String value(long number) {
        String digits = Long.toString(number);
        return digits + "x".repeat(VALUE_BYTES - digits.length());
    }

    private static HttpAnswer accepted(HttpAnswer answer) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw new IllegalStateException("the writer answers " + answer.status() + ": " + answer.body());
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
