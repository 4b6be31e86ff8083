package io.headwater.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.embedded.kafka.BrokerSettings;
import io.headwater.embedded.kafka.EmbeddedKafka;
import io.headwater.embedded.process.Ports;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.HealthPart;
import io.headwater.runtime.health.PartState;
import io.headwater.runtime.lifecycle.Backoff;
import io.headwater.runtime.lifecycle.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicAdminTest {

    private final Admin admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()));
    private final TopicAdmin topics = new TopicAdmin(admin);
    private final TopicSpec spec = new TopicSpec(SharedKafka.newTopic(), 3, 1, 1, 8 << 20, Map.of())
            .with("delete.retention.ms", Duration.ofDays(7));

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void shouldMakeATopicOnceAndFindItAgain() throws Exception {
        TopicState made = ensure();
        TopicState found = ensure();

        assertThat(found).isEqualTo(made);
        assertThat(made.partitions()).isEqualTo(3);
        assertThat(made.settings())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("unclean.leader.election.enable", "false");
        assertThat(made.duration("delete.retention.ms")).isEqualTo(Duration.ofDays(7));
        assertThat(topics.topicId(spec.name())).hasValue(made.id());
    }

    @Test
    void shouldTellATopicThatWasMadeAgainByItsId() throws Exception {
        TopicState first = ensure();

        admin.deleteTopics(List.of(spec.name())).all().get();
        Awaitility.await().until(() -> topics.find(spec.name()).isEmpty());
        assertThat(topics.topicId(spec.name())).isEmpty();

        assertThat(ensure().id()).isNotEqualTo(first.id());
    }

    @Test
    void shouldRefuseTopicsThatLoseEntriesAndSayWhatWouldHappen() throws Exception {
        make(3, Map.of("cleanup.policy", "compact,delete", "max.message.bytes", "1000"));

        assertThatThrownBy(this::ensure)
                .isInstanceOf(TopicRefusedException.class)
                .hasMessageContaining(spec.name())
                .hasMessageContaining("its cleanup.policy is \"compact,delete\" and has to be \"compact\", or entries")
                .hasMessageContaining(
                        "its max.message.bytes is 1000 and has to be at least 8388608, or one large entry");
    }

    @Test
    void shouldRefuseAnotherNumberOfPartitions() throws Exception {
        make(2, Map.of("cleanup.policy", "compact", "max.message.bytes", "9000000"));

        assertThatThrownBy(this::ensure)
                .isInstanceOf(TopicRefusedException.class)
                .hasMessage("the topic " + spec.name() + " cannot be used: it has 2 partitions and needs 3, or services"
                        + " would be looked for in partitions where they are not; make it again with 3, or change the"
                        + " setting");
    }

    @Test
    void shouldRefuseTooFewReplicas() throws Exception {
        TopicState state = ensure();

        assertThat(state.faults(new TopicSpec(spec.name(), 3, 3, 2, 8 << 20, Map.of())))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("it has 1 replicas and needs 3"))
                .anyMatch(fault -> fault.startsWith("its min.insync.replicas is 1 and has to be at least 2"));
    }

    @Test
    void shouldWaitForABrokerThatIsNotThereYet(@TempDir Path directory) throws Exception {
        int port = Ports.free();
        HealthPart part = new Health().required("kafka");
        Patience patience = new Patience(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));
        Map<String, Object> client = Map.of(
                "bootstrap.servers", "127.0.0.1:" + port,
                "default.api.timeout.ms", 500,
                "request.timeout.ms", 400);
        try (Admin early = Admin.create(client)) {
            CompletableFuture<TopicState> waiting = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    waiting.complete(new TopicAdmin(early).await(spec, part, patience));
                } catch (Exception e) {
                    waiting.completeExceptionally(e);
                }
            });
            Awaitility.await().until(() -> part.current().state() == PartState.DOWN);
            assertThat(part.current().detail()).startsWith("checking the topic " + spec.name() + " failed: ");

            EmbeddedKafka broker = EmbeddedKafka.start(new BrokerSettings(directory, port));
            try {
                assertThat(waiting.get(30, TimeUnit.SECONDS).partitions()).isEqualTo(3);
            } finally {
                broker.close();
            }
        }
    }

    // A new topic is not visible at once; the services wait for it in the same way.
    private TopicState ensure() throws InterruptedException {
        return topics.await(spec, new Health().required("kafka"), new Patience(Backoff.DEFAULT));
    }

    private void make(int partitions, Map<String, String> settings) throws Exception {
        admin.createTopics(List.of(new NewTopic(spec.name(), partitions, (short) 1).configs(settings)))
                .all()
                .get();
        Awaitility.await().until(() -> topics.find(spec.name()).isPresent());
    }
}
