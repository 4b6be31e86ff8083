package io.headwater.loadtest.wire;

import io.headwater.embedded.process.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One kept-alive connection of HTTP/1.1 to this machine: one write for a request, no parsing of bodies. For one thread. */
public final class HttpConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 60_000;

    private final Socket socket;
    private final SocketBytes in;
    private final String host;

    /** Connects. */
    public HttpConnection(int port) throws IOException {
        this.socket = new Socket();
        this.host = "127.0.0.1:" + port;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(Ports.loopback(), port), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            this.in = new SocketBytes(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a request without a body and waits for the answer. */
    public HttpAnswer get(String path) throws IOException {
        write(head("GET", path, "").append("\r\n"), new byte[0]);
        return answer();
    }

    /** Sends JSON and waits for the answer. */
    public HttpAnswer send(String method, String path, byte[] json) throws IOException {
        StringBuilder head = head(method, path, "")
                .append("Content-Type: application/json\r\nContent-Length: ")
                .append(json.length)
                .append("\r\n\r\n");
        write(head, json);
        return answer();
    }

    /** Opens a stream of events; from then on {@link #in} belongs to who reads them. */
    HttpAnswer stream(String path) throws IOException {
        write(head("GET", path, "Accept: text/event-stream\r\n").append("\r\n"), new byte[0]);
        HttpAnswer answer = HttpAnswer.head(in);
        socket.setSoTimeout(0);
        return answer;
    }

    SocketBytes in() {
        return in;
    }

    private StringBuilder head(String method, String path, String more) {
        return new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n")
                .append(more);
    }

    private void write(CharSequence head, byte[] body) throws IOException {
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        socket.getOutputStream().write(request);
    }

    private HttpAnswer answer() throws IOException {
        HttpAnswer answer = HttpAnswer.head(in);
        if (answer.chunked()) {
            return answer.with(chunks());
        }
        String length = answer.headers().getOrDefault("Content-Length", "0");
        return answer.with(new String(in.bytes(Integer.parseInt(length)), StandardCharsets.UTF_8));
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); ; size = chunkSize()) {
            body.writeBytes(in.bytes(size));
            String _ = in.line();
            if (size == 0) {
                return body.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(in.line(), 16);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
