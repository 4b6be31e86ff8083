package io.headwater.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.ValueType;
import io.headwater.propagator.Faults;
import io.headwater.propagator.Guards;
import io.headwater.runtime.lifecycle.Lifecycle;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.LogRecord;
import io.headwater.schemas.Partitions;
import io.headwater.schemas.Topics;
import io.headwater.writer.Writer;
import io.headwater.writer.WriterConfig;
import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.kafka.RelaySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The checker, proved: the interleaving of each guard is played on real parts, with a service held at a named point. With
 * the guard nothing is wrong; without it the checker says so. A checker that stays green without a guard checks nothing.
 */
@Tag("faults")
class GuardTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SmallSystem system;

    @BeforeEach
    void start() {
        system = new SmallSystem();
    }

    @AfterEach
    void end() {
        system.close();
    }

    /** Rule 8: a relay that lost its lease while it had a batch in its hands sends it after its successor's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSeeThatARelayWasNotFenced(boolean fenced) throws Exception {
        HeldAt beforeSend = new HeldAt(FaultPoints.RELAY_BEFORE_SEND);
        WriterConfig config = system.writerConfig();
        Writer first = system.writer(config, beforeSend::pass);
        system.makeDev(first);
        Lifecycle _ = system.propagator(Guards.ALL, Faults.NONE);
        system.awaitRedis(system.put(first, "limit", 1));
        Writer second = system.writer(fenced ? config : unfenced(config), FaultPoints.NONE);

        beforeSend.arm();
        long held = system.put(first, "limit", 2);
        beforeSend.awaitReached();
        long newest = system.put(second, "limit", 3);
        system.awaitRedis(newest, system::loseRelayLease);
        beforeSend.release();

        assertThat(held).isLessThan(newest);
        expect(fenced, () -> system.wrongInTopics(Topics.ENTRIES));
        system.awaitRedis(system.put(second, "other", 1));
    }

    private static WriterConfig unfenced(WriterConfig config) {
        RelaySettings relay = config.relay();
        RelaySettings own = new RelaySettings(
                relay.bootstrapServers(),
                relay.entries(),
                relay.transactionalId() + "-own",
                relay.transactionTimeout(),
                relay.recordBytes(),
                relay.compression(),
                relay.mostCommits(),
                relay.mostBytes(),
                relay.gatherAtMost(),
                relay.checkEvery());
        return new WriterConfig(
                config.ports(),
                config.mongo(),
                own,
                config.lease(),
                config.limits(),
                config.commits(),
                config.memory(),
                config.redis());
    }

    /** Rule 19: a sink that lost its lease while it had a delta in its hands applies it over its successor's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSeeThatADeltaWasAppliedToAnotherState(boolean guarded) throws Exception {
        HeldAt beforeApply = new HeldAt("sink.before-apply");
        Guards guards = guarded ? Guards.ALL : Guards.ALL.withoutExactPredecessor();
        Writer writer = system.writer(system.writerConfig(), FaultPoints.NONE);
        system.makeDev(writer);
        Lifecycle _ = system.propagator(guards, beforeApply::pass);
        system.awaitRedis(system.put(writer, "limit", 1));
        Lifecycle _ = system.propagator(Guards.ALL, Faults.NONE);

        try (RedisWatch watch = new RedisWatch(system)) {
            beforeApply.arm();
            long _ = system.put(writer, "limit", 2);
            beforeApply.awaitReached();
            system.awaitRedis(system.put(writer, "limit", 3), system::loseSinkLease);
            beforeApply.release();

            expect(guarded, watch::wrong);
            system.awaitRedis(system.put(writer, "other", 1));
        }
    }

    /** Rule 14: records of a transaction that is aborted never were. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSeeThatAnAbortedTransactionWasRead(boolean guarded) throws Exception {
        Guards guards = guarded ? Guards.ALL : Guards.ALL.withoutReadCommitted();
        Writer writer = system.writer(system.writerConfig(), FaultPoints.NONE);
        system.makeDev(writer);
        Lifecycle _ = system.propagator(guards, Faults.NONE);
        long head = system.put(writer, "limit", 1);
        system.awaitRedis(head);

        try (RecordSender sender = new RecordSender(system.kafka().bootstrapServers())) {
            sender.begin();
            sender.send(shop(), entry("limit", 2, head + 1));
            sender.watermarks(head + 1);
            sender.flush();
            expect(guarded, system::wrongInRedis);
            sender.abort();
        }
    }

    /** Rule 14: an instance that stalls until another has its partitions, then goes on with what it had in its hands. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSeeThatAStalledInstanceWroteWhatIsOld(boolean guarded) throws Exception {
        HeldAt beforeForward = new HeldAt("streams.before-forward");
        Guards guards = guarded ? Guards.ALL : Guards.ALL.withoutExactlyOnce();
        Writer writer = system.writer(system.writerConfig(), FaultPoints.NONE);
        system.makeDev(writer);
        Lifecycle _ = system.propagator(guards, beforeForward::pass);
        system.awaitRedis(system.put(writer, "limit", 1));
        system.awaitTopics();

        beforeForward.arm();
        long _ = system.put(writer, "limit", 2);
        beforeForward.awaitReached();
        Lifecycle _ = system.propagator(guards, Faults.NONE);
        long _ = system.put(writer, "limit", 3);
        system.awaitTopics();
        beforeForward.release();

        expect(guarded, () -> system.wrongInTopics(Topics.environment(Load.DEV)));
    }

    /** Rule 9: while a topic is filled anew, what is there of it is less than what was shown. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSeeThatARefillWasShownBeforeItsEnd(boolean guarded) throws Exception {
        Guards guards = guarded ? Guards.ALL : Guards.ALL.withoutRefillTarget();
        Writer writer = system.writer(system.writerConfig(), FaultPoints.NONE);
        system.makeDev(writer);
        Lifecycle _ = system.propagator(guards, Faults.NONE);
        long early = system.put(writer, "limit", 1);
        system.awaitRedis(system.put(writer, "limit", 2));
        system.stop(writer.lifecycle());

        try (RedisWatch watch = new RedisWatch(system)) {
            replaceEntries();
            try (RecordSender sender = new RecordSender(system.kafka().bootstrapServers())) {
                sender.begin();
                sender.everywhere(new LogRecord.Target(1, early + 1));
                sender.everywhere(new LogRecord.Environment(
                        new EnvironmentState(Load.DEV, 1, 1, false, 1, false, null), Instant.EPOCH));
                sender.send(shop(), entry("limit", 1, early));
                sender.watermarks(early);
                sender.commit();
            }
            expect(guarded, watch::wrong);
        }
    }

    /** With the guard nothing goes wrong for a while; without it something does, and is seen. */
    private static void expect(boolean guarded, Supplier<List<String>> wrong) {
        if (guarded) {
            Await.pass(LONG_ENOUGH);
            assertThat(wrong.get()).isEmpty();
        } else {
            Await.until(
                    "the checker to see what is wrong",
                    PATIENCE,
                    () -> !wrong.get().isEmpty());
        }
    }

    private void replaceEntries() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", system.kafka().bootstrapServers()))) {
            var _ = admin.deleteTopics(Set.of(Topics.ENTRIES)).all().get();
            Await.until(
                    "the topic to be gone",
                    Duration.ofSeconds(20),
                    () -> !names(admin).contains(Topics.ENTRIES));
            NewTopic topic = new NewTopic(Topics.ENTRIES, RecordSender.PARTITIONS, (short) 1)
                    .configs(Map.of("cleanup.policy", "compact"));
            var _ = admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static Set<String> names(Admin admin) {
        try {
            return admin.listTopics().names().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int shop() {
        return Partitions.of("shop", RecordSender.PARTITIONS);
    }

    private static LogRecord entry(String key, long value, long revision) {
        EntryValue put = EntryValue.plain(ValueType.INTEGER, JsonText.ofCompact(Long.toString(value)), revision);
        return new LogRecord.Entry(EntryId.of("shop", Load.DEV, key), LayerEntry.put(put, Instant.EPOCH));
    }
}
