package io.headwater.loadtest.wire;

import java.io.IOException;

/** The body of a stream of events, without the framing of chunks. For one thread. */
final class StreamBytes implements AutoCloseable {
    private final HttpConnection connection;
    private final boolean chunked;
    private long inChunk;

    /** Asks for a stream; only 200 is taken for an answer. */
    StreamBytes(int port, String path) throws IOException {
        connection = new HttpConnection(port);
        HttpAnswer answer = connection.stream(path);
        if (answer.status() != 200) {
            connection.close();
            throw new IOException("GET " + path + " was answered with status " + answer.status());
        }
        chunked = answer.chunked();
    }

    /** The next byte of the body. */
    int read() throws IOException {
        SocketBytes in = connection.in();
        if (!chunked) {
            return in.read();
        }
        if (inChunk == 0) {
            // The end of a chunk may come with the next one only: waiting for it earlier would hold the event back.
            String size = in.line();
            inChunk = Integer.parseInt(size.isEmpty() ? in.line() : size, 16);
            if (inChunk == 0) {
                throw new IOException("the stream has ended");
            }
        }
        inChunk--;
        return in.read();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
