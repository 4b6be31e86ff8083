package io.headwater.loadtest.bench;

import io.headwater.loadtest.wire.HttpAnswer;
import io.headwater.loadtest.wire.HttpConnection;
import java.io.IOException;

/** The read API over one kept-alive connection. For one thread. */
final class SnapshotReader implements AutoCloseable {
    private final HttpConnection http;

    SnapshotReader(int port) throws IOException {
        http = new HttpConnection(port);
    }

    /** Reads the whole configuration of a service. */
    void read(String service, String environment) throws IOException {
        HttpAnswer answer = http.get("/v1/snapshots/" + service + "/" + environment);
        if (answer.status() != 200) {
            throw new IllegalStateException("the reader answers " + answer.status() + ": " + answer.body());
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
