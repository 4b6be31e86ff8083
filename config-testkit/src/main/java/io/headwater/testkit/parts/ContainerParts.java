package io.headwater.testkit.parts;

import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka, MongoDB and Redis in containers, for machines where an engine runs: the images that production uses, instead of
 * what is on the machine.
 */
public final class ContainerParts implements AutoCloseable {

    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka-native:4.3.1");
    private static final DockerImageName MONGO = DockerImageName.parse("mongo:8.0");
    private static final DockerImageName REDIS = DockerImageName.parse("redis:8-alpine");
    private static final int REDIS_PORT = 6379;

    private final KafkaContainer kafka = new KafkaContainer(KAFKA)
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(9 * 1024 * 1024));
    private final MongoDBContainer mongo = new MongoDBContainer(MONGO).withReplicaSet();
    private final GenericContainer<?> redis = new GenericContainer<>(REDIS)
            .withExposedPorts(REDIS_PORT)
            .withCommand("redis-server", "--maxmemory-policy", "noeviction", "--save", "");

    private ContainerParts() {}

    /**
     * Starts the three together.
     *
     * @throws IllegalStateException when no container engine answers
     */
    public static ContainerParts start() {
        ContainerParts parts = new ContainerParts();
        try {
            Startables.deepStart(List.of(parts.kafka, parts.mongo, parts.redis)).join();
        } catch (RuntimeException failure) {
            parts.close();
            throw new IllegalStateException("The parts do not start in containers: " + failure.getMessage(), failure);
        }
        return parts;
    }

    /** Kafka's {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    /** MongoDB's connection string. */
    public String mongoUri() {
        return mongo.getReplicaSetUrl();
    }

    /** Redis's address. */
    public String redisUri() {
        return "redis://" + redis.getHost() + ":" + redis.getMappedPort(REDIS_PORT);
    }

    /** Removes the containers. */
    @Override
    public void close() {
        redis.stop();
        mongo.stop();
        kafka.stop();
    }
}
