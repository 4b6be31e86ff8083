package io.headwater.propagator.streams;

import io.headwater.runtime.health.HealthPart;
import io.headwater.runtime.kafka.TopicAdmin;
import io.headwater.runtime.kafka.TopicSpec;
import io.headwater.runtime.lifecycle.Backoff;
import io.headwater.runtime.lifecycle.Component;
import io.headwater.runtime.lifecycle.Patience;
import io.headwater.runtime.lifecycle.StartRefusedException;
import io.headwater.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to start on topics that would lose entries: of another cleanup policy, or with another number of partitions.
 * Waits for Kafka while it is not there.
 */
public final class TopicCheck implements Component {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final StreamsOptions options;
    private final HealthPart part;
    private final AtomicReference<@Nullable Thread> starting = new AtomicReference<>();

    public TopicCheck(StreamsOptions options, HealthPart part) {
        this.options = options;
        this.part = part;
    }

    @Override
    public String name() {
        return "kafka-topics";
    }

    /** @throws StartRefusedException naming the topic, what is wrong with it and what would happen */
    @Override
    public void start() throws InterruptedException {
        starting.set(Thread.currentThread());
        Map<String, Object> settings = new HashMap<>(options.connection());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        Patience patience = new Patience(Backoff.DEFAULT);
        Admin admin = Admin.create(settings);
        try {
            TopicAdmin topics = new TopicAdmin(admin);
            topics.await(options.entries(), part, patience);
            Set<String> all = patience.until(
                    part, "listing topics", () -> admin.listTopics().names().get());
            for (String topic : all) {
                if (Topics.environmentOf(topic).isPresent()) {
                    TopicSpec like = options.entries().named(topic);
                    topics.await(like, part, patience);
                }
            }
            part.up();
        } finally {
            starting.set(null);
            admin.close(CLOSE);
        }
    }

    @Override
    public void stop() {
        Thread thread = starting.get();
        if (thread != null) {
            thread.interrupt();
        }
    }
}
