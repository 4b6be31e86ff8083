package io.headwater.e2e.faults;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.KafkaProcess;
import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.testkit.parts.SharedParts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** A broker and a Redis for small systems, one after another. */
final class SmallParts {
    private static @Nullable KafkaProcess kafka;
    private static @Nullable RedisServer redis;

    private SmallParts() {}

    static synchronized KafkaProcess kafka() {
        KafkaProcess running = kafka;
        if (running == null) {
            // Consumers that seem to be dead are replaced soon.
            Map<String, String> overrides = new HashMap<>(SharedParts.EAGER_CLEANER);
            overrides.put("group.min.session.timeout.ms", "500");
            BrokerSettings settings = new BrokerSettings(SharedParts.directory("small-kafka"), 0, overrides);
            running = KafkaProcess.start(SharedParts.children(), "small-kafka", settings);
            kafka = running;
        }
        return running;
    }

    static synchronized RedisServer redis() {
        RedisServer running = redis;
        if (running == null) {
            RedisOptions options = new RedisOptions(SharedParts.directory("small-redis"), 0);
            running = RedisServer.start(SharedParts.children(), "small-redis", options);
            redis = running;
        }
        return running;
    }

    /** Takes away what a system before this one left. */
    static void empty() {
        redis().flush();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka().bootstrapServers()))) {
            List<String> left = topics(admin);
            if (!left.isEmpty()) {
                var _ = admin.deleteTopics(left).all().get();
                Await.until(
                        "topics to be gone",
                        Duration.ofSeconds(30),
                        () -> topics(admin).isEmpty());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> topics(Admin admin) {
        try {
            Set<String> names = admin.listTopics().names().get();
            return List.copyOf(names);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
