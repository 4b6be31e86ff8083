package io.headwater.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.embedded.process.Ports;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.testkit.faults.ServiceCommand;
import io.headwater.testkit.faults.ServiceProcess;
import io.headwater.testkit.parts.SharedParts;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service as a process of its own. */
class ReaderProcessTest {
    @Test
    void shouldSendSubscribersAwayAndExitWithZeroWhenTold() throws Exception {
        String prefix = Redis.prefix();
        int port = Ports.free();
        int management = Ports.free();
        try (LayoutWriter writer = new LayoutWriter(Redis.shared().uri(), prefix)) {
            writer.environment("dev");
            writer.commit(Put.of("shop", "dev", "n", "integer", "1"));
            ServiceCommand command = ServiceCommand.ofMain(
                    "reader",
                    Main.class,
                    Map.of(
                            "HEADWATER_HTTP_HOST",
                            "127.0.0.1",
                            "HEADWATER_HTTP_PORT",
                            Integer.toString(port),
                            "HEADWATER_MANAGEMENT_HOST",
                            "127.0.0.1",
                            "HEADWATER_MANAGEMENT_PORT",
                            Integer.toString(management),
                            "HEADWATER_REDIS_ADDRESSES",
                            Redis.shared().uri(),
                            "HEADWATER_REDIS_PREFIX",
                            prefix),
                    Files.createDirectories(SharedParts.directory("reader")),
                    URI.create("http://127.0.0.1:" + management + "/health/ready"));
            try (ServiceProcess service = ServiceProcess.start(SharedParts.children(), command);
                    Sse stream = Sse.open("http://127.0.0.1:" + port + "/v1/stream/shop/dev")) {
                assertThat(stream.next().data()).contains("\"value\":1");
                long began = System.nanoTime();

                assertThat(service.terminate(Duration.ofSeconds(15))).isZero();

                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
                assertThat(stream.next().event()).isEqualTo("reconnect");
                await().until(stream::ended);
            }
        }
    }
}
