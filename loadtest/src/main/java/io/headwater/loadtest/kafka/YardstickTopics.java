package io.headwater.loadtest.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the topics of the yardsticks, which are like Headwater's. */
public final class YardstickTopics {
    private YardstickTopics() {}

    /** Creates a compacted topic with one replica. */
    public static void create(String bootstrapServers, String topic, int partitions)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact"));
            admin.createTopics(List.of(wanted)).all().get();
        }
    }
}
