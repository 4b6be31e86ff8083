package io.headwater.writer.kafka;

import io.headwater.runtime.kafka.TopicAdmin;
import io.headwater.runtime.kafka.TopicSpec;
import io.headwater.schemas.Topics;
import io.headwater.writer.state.State;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * The topics that have to exist before the relay writes. An environment's own topic has to be there before its creation is
 * told, because whoever hears of it sends to it at once.
 */
final class RelayTopics implements AutoCloseable {
    private final TopicSpec entries;
    private final Admin admin;
    private final TopicAdmin topics;
    private final Set<String> ensured = new HashSet<>();

    RelayTopics(RelaySettings settings) {
        this.entries = settings.entries();
        this.admin = Admin.create(settings.client());
        this.topics = new TopicAdmin(admin);
    }

    /** Creates or checks the topic of everything, and returns its id. */
    Uuid ensureEntries() throws InterruptedException {
        return topics.ensure(entries).id();
    }

    /** Creates or checks the topics of all environments that exist. */
    void ensureEnvironments(State state) throws InterruptedException {
        for (var environment : state.environments()) {
            ensureEnvironment(environment.state().name());
        }
    }

    void ensureEnvironment(String name) throws InterruptedException {
        if (!ensured.contains(name)) {
            topics.ensure(entries.named(Topics.environment(name)));
            ensured.add(name);
        }
    }

    /** The id that the topic of everything has now. */
    Optional<Uuid> id() throws InterruptedException {
        return topics.topicId(entries.name());
    }

    /** Whether everything that was ever committed can be read by now. */
    boolean settled() throws InterruptedException {
        return topics.openTransactions(entries.name()).isEmpty();
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
