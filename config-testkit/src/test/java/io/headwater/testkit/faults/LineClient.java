package io.headwater.testkit.faults;

import io.headwater.embedded.process.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends and reads lines. */
final class LineClient implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader reader;

    LineClient(int port) throws IOException {
        this(connected(port));
    }

    LineClient(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Socket connected(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(Ports.loopback(), port), 5_000);
        return socket;
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The next line; null at the end of the connection. */
    @Nullable String read(int timeoutMillis) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        return reader.readLine();
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
