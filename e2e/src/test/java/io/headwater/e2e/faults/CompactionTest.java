package io.headwater.e2e.faults;

import io.headwater.schemas.Topics;
import io.headwater.testkit.kafka.KafkaTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Deletions that nobody can read any longer: a propagator that was away while entries were deleted, and while compaction
 * removed the deletions themselves, starts with the state that it had (rules 15 and 17).
 */
@Tag("faults")
class CompactionTest {
    private static final int PARTITIONS = 4;
    private static final Duration RETENTION = Duration.ofSeconds(2);

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldKeepDeletedWhatAPropagatorNeverSawDeleted(long seed) {
        FaultRound.play("compaction while the propagator is away", seed, round -> {
            FaultSystem system = round.system();
            setRetention(system, RETENTION);
            system.propagator().kill();
            // Meanwhile entries are put and deleted, and time passes.
            Await.pass(RETENTION.multipliedBy(2));
            try (KafkaTopics topics = new KafkaTopics(system.kafka().bootstrapServers())) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    topics.compactWithTombstones(Topics.ENTRIES, partition);
                }
            }
            // The checker must not miss what it did not read in time either.
            system.checker().readTopicsAfresh();
            system.propagator().restart();
            round.goOn(Duration.ofSeconds(2));
            setRetention(system, Duration.ofDays(7));
        });
    }

    @ParameterizedTest
    @MethodSource("io.headwater.e2e.faults.FaultRound#seeds")
    void shouldShowNothingOfACompactedTopicBeforeItIsWhole(long seed) {
        FaultRound.play("compaction, then new consumers", seed, round -> {
            FaultSystem system = round.system();
            try (KafkaTopics topics = new KafkaTopics(system.kafka().bootstrapServers())) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    topics.compact(Topics.ENTRIES, partition);
                    topics.compact(Topics.environment(Load.DEV), partition);
                }
            }
            // Redis is built again from the compacted topic, and a direct consumer begins with another one.
            system.redis().flush();
            round.observers().consume(system, round.load().first(), Load.DEV);
            round.goOn(Duration.ofSeconds(2));
        });
    }

    private static void setRetention(FaultSystem system, Duration retention) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", system.kafka().bootstrapServers()))) {
            Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
            List<String> names = new ArrayList<>(admin.listTopics().names().get());
            names.removeIf(name -> !name.startsWith("headwater."));
            for (String name : names) {
                ConfigEntry entry = new ConfigEntry("delete.retention.ms", Long.toString(retention.toMillis()));
                changes.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, name),
                        List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET)));
            }
            var _ = admin.incrementalAlterConfigs(changes).all().get();
        }
    }
}
