package io.headwater.loadtest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.headwater.embedded.process.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(Ports.loopback(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void end() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void shouldKeepAConnectionForManyRequests() throws IOException {
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Headwater-Revision", "7");
            // 0 makes the server send chunks
            exchange.sendResponseHeaders(201, exchange.getRequestURI().getPath().equals("/chunks") ? 0 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });

        try (HttpConnection http = new HttpConnection(server.getAddress().getPort())) {
            for (String path : new String[] {"/length", "/chunks", "/length"}) {
                HttpAnswer answer = http.send("PUT", path, "{\"é\":1}".getBytes(StandardCharsets.UTF_8));

                assertThat(answer.status()).isEqualTo(201);
                assertThat(answer.body()).isEqualTo("{\"é\":1}");
                assertThat(answer.revision()).isEqualTo(7);
            }
        }
    }

    @Test
    void shouldNoteWhenEventsArrive() throws Exception {
        server.createContext("/v1/stream/s/e", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("id: 3\nevent: snapshot\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                out.write(":\n\nid: 5\nevent: change\nda".getBytes(StandardCharsets.UTF_8));
                out.flush();
                out.write("ta: {}\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        try (EventSubscriber subscriber = EventSubscriber.of(server.getAddress().getPort(), "s", "e", 3)) {
            long first = subscriber.arrivals().await(3, Duration.ofSeconds(5));
            long second = subscriber.arrivals().await(5, Duration.ofSeconds(5));

            assertThat(second - first).isPositive();
            assertThat(subscriber.arrivals().await(4, Duration.ZERO)).isEqualTo(second);
        }
    }

    @Test
    void shouldNotWaitForTheEndOfAChunk() throws Exception {
        // Jetty sends the line feed behind a chunk together with the next chunk.
        try (ServerSocket listener = new ServerSocket(0, 1, Ports.loopback())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = listener.accept()) {
                    String event = "id: 1\ndata: {}\n\n";
                    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
                    String chunk = Integer.toHexString(event.length()) + "\r\n" + event;
                    socket.getOutputStream().write((head + chunk).getBytes(StandardCharsets.US_ASCII));
                    end.await();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });

            try (EventSubscriber subscriber = EventSubscriber.of(listener.getLocalPort(), "s", "e", 1)) {
                assertThat(subscriber.arrivals().await(1, Duration.ofSeconds(5)))
                        .isNotZero();
            }
        }
    }
}
