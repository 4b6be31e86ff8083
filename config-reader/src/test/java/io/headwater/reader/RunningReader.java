package io.headwater.reader;

import static org.awaitility.Awaitility.await;

import io.headwater.reader.view.HoldPoint;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.testkit.contract.ContractClient;
import io.headwater.testkit.contract.OpenApiContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A whole reader in this process, on free ports, with short times. */
public final class RunningReader implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Reader reader;

    private RunningReader(Reader reader) {
        this.reader = reader;
    }

    public static ReaderConfig config(String redis, String prefix) {
        return config(RedisOptions.single(redis, prefix));
    }

    public static ReaderConfig config(RedisOptions redis) {
        return ReaderConfig.defaults(redis)
                .withViews(Duration.ofMillis(100), Duration.ofSeconds(5))
                .withReports(Duration.ofMillis(200))
                .withStreams(
                        Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofSeconds(1));
    }

    public static RunningReader start(ReaderConfig config, HoldPoint holdPoint) throws Exception {
        Reader reader = Reader.create(config, holdPoint);
        reader.lifecycle().start();
        return new RunningReader(reader);
    }

    public static RunningReader start(String redis, String prefix) throws Exception {
        return start(redis, prefix, UnaryOperator.identity());
    }

    public static RunningReader start(String redis, String prefix, UnaryOperator<ReaderConfig> changed)
            throws Exception {
        return start(changed.apply(config(redis, prefix)), HoldPoint.NONE).ready();
    }

    public RunningReader ready() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> reader.health().report().ready());
        return this;
    }

    public Reader reader() {
        return reader;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + reader.port() + path;
    }

    /** An answer that is as the API's document says. */
    public HttpResponse<String> get(String path, String... headers) {
        return new ContractClient(url(""), OpenApiContract.reader()).get(path, headers);
    }

    public HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> management(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + reader.managementPort() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public Sse stream(String path, String... headers) throws IOException, InterruptedException {
        return Sse.open(url(path), headers);
    }

    @Override
    public void close() {
        reader.lifecycle().stop();
    }
}
