package io.headwater.reader.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.embedded.process.Ports;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.reader.Estate;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.Main;
import io.headwater.reader.Redis;
import io.headwater.testkit.faults.ServiceCommand;
import io.headwater.testkit.faults.ServiceProcess;
import io.headwater.testkit.parts.SharedParts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 300,000 entries of 200 bytes, all of them held and encoded, in a process with 384 MiB of heap. */
@Tag("faults")
class LargeConfigurationTest {
    private static final Estate ESTATE = Estate.LARGE;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = Ports.free();
    private final int management = Ports.free();

    @Test
    void shouldHoldEverythingInASmallHeapAlsoWhileItIsLoadedAgain() throws Exception {
        try (RedisServer redis = Redis.start("large");
                LayoutWriter writer = new LayoutWriter(redis.uri(), "hw")) {
            ESTATE.write(writer);
            try (ServiceProcess service = ServiceProcess.start(SharedParts.children(), command(redis))) {
                Map<String, String> tags = readAll();
                double misses = metric("headwater_reader_cache_misses_total");
                assertThat(misses).isEqualTo(ESTATE.services() * ESTATE.environments());

                writer.rebuild();
                for (int i = 0; i < ESTATE.environments(); i++) {
                    String environment = ESTATE.environment(i);
                    await().atMost(Duration.ofSeconds(60)).until(() -> reloads(environment) == 1);
                }

                double encoded = metric("headwater_reader_cache_encoded_bytes_total");
                assertThat(readAll()).isEqualTo(tags);
                // Nothing had to be asked for or encoded a second time.
                assertThat(metric("headwater_reader_cache_misses_total")).isEqualTo(misses);
                assertThat(metric("headwater_reader_cache_encoded_bytes_total")).isEqualTo(encoded);
                assertThat(metric("headwater_reader_cache_drops_total{what=\"layers\"}"))
                        .isZero();
                assertThat(metric("headwater_reader_cache_services"))
                        .isEqualTo(ESTATE.services() * ESTATE.environments());
                assertThat(service.isReady()).isTrue();
            }
        }
    }

    private ServiceCommand command(RedisServer redis) throws IOException {
        Map<String, String> settings = Map.of(
                "HEADWATER_HTTP_PORT", Integer.toString(port),
                "HEADWATER_MANAGEMENT_PORT", Integer.toString(management),
                "HEADWATER_REDIS_ADDRESSES", redis.uri());
        return ServiceCommand.ofMain(
                        "large-reader",
                        Main.class,
                        settings,
                        Files.createDirectories(SharedParts.directory("large-reader")),
                        URI.create("http://127.0.0.1:" + management + "/health/ready"))
                .withJvmArguments(
                        "-Xmx384m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.net.preferIPv4Stack=true");
    }

    /** @return the entity tag of every snapshot */
    private Map<String, String> readAll() throws Exception {
        Map<String, String> tags = new HashMap<>();
        for (int environment = 0; environment < ESTATE.environments(); environment++) {
            for (int service = 0; service < ESTATE.services(); service++) {
                String path = ESTATE.service(service) + "/" + ESTATE.environment(environment);
                HttpResponse<String> answer = get(port, "/v1/snapshots/" + path);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                tags.put(path, answer.headers().firstValue("ETag").orElseThrow());
            }
        }
        return tags;
    }

    private double reloads(String environment) throws Exception {
        return metric("headwater_reader_view_reloads_total{environment=\"" + environment + "\"}");
    }

    private double metric(String name) throws Exception {
        return get(management, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    private HttpResponse<String> get(int at, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
