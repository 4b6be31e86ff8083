package io.headwater.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A plain HTTP client for tests that holds every answer against the API's document. Thread-safe.
 */
public final class ContractClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI base;
    private final OpenApiContract contract;

    /**
     * A client of one service.
     *
     * @param base for example {@code http://127.0.0.1:8080}
     */
    public ContractClient(String base, OpenApiContract contract) {
        this.base = URI.create(base);
        this.contract = contract;
    }

    /** {@code GET}, with headers as name, value, name, value, … */
    public HttpResponse<String> get(String pathAndQuery, String... headers) {
        return send("GET", pathAndQuery, null, headers);
    }

    /** {@code DELETE}. */
    public HttpResponse<String> delete(String pathAndQuery, String... headers) {
        return send("DELETE", pathAndQuery, null, headers);
    }

    /** {@code PUT} of JSON. */
    public HttpResponse<String> put(String pathAndQuery, String json, String... headers) {
        return send("PUT", pathAndQuery, json, headers);
    }

    /** {@code POST}; the content type is JSON unless the headers say another. */
    public HttpResponse<String> post(String pathAndQuery, String body, String... headers) {
        return send("POST", pathAndQuery, body, headers);
    }

    /** Any method. */
    public HttpResponse<String> send(String method, String pathAndQuery, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(pathAndQuery))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i + 1 < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            contract.check(
                    method, answer.request().uri().getRawPath(), answer.statusCode(), answer.headers(), answer.body());
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + pathAndQuery, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
