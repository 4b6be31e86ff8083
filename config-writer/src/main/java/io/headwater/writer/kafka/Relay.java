package io.headwater.writer.kafka;

import io.headwater.core.Change;
import io.headwater.core.EntryId;
import io.headwater.runtime.health.Behind;
import io.headwater.runtime.health.HealthPart;
import io.headwater.runtime.lifecycle.Backoff;
import io.headwater.runtime.lifecycle.StartRefusedException;
import io.headwater.runtime.tracing.Traceparent;
import io.headwater.schemas.LogRecord;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.LeaseKeeper;
import io.headwater.writer.log.LogBrokenException;
import io.headwater.writer.log.LogUnavailableException;
import io.headwater.writer.log.LoggedCommit;
import io.headwater.writer.log.Versions;
import io.headwater.writer.state.State;
import io.headwater.writer.state.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Carries the commits, in order, from the log to {@code headwater.entries}. One replica does so at a time:
 *
 * <pre>
 *   standby ──lease──▶ fence ──▶ check topics ──▶ last watermark ──▶ (fill) ──▶ relay ──┐
 *      ▲                                                                                │
 *      └──────── lease lost, fenced by a successor, or any failure ─────────────────────┘
 * </pre>
 *
 * The order is what makes it safe: only after its predecessors are fenced can the last watermark no longer change behind
 * its back. Whatever goes wrong, it starts over from there, so nothing has to be known of a transaction whose end was not
 * seen. A topic that tells another history halts it; commits are still accepted.
 */
public final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
    private static final Duration HALTED = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMillis(500);
    /** After so many failures without a batch in between, another replica may reach Kafka better than this one. */
    private static final int STAND_ASIDE = 2;

    private static final int FILL_RECORDS = 2_000;
    private static final long FILL_BYTES = 4 << 20;

    private final RelaySettings settings;
    private final Ledger ledger;
    private final CommitLog log;
    private final LeaseKeeper lease;
    private final Versions versions;
    private final RelayResume resume;
    private final RelayRecords records;
    private final RelayMetrics metrics;
    private final HealthPart health;
    private final FaultPoints faults;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean topicChanged;
    private volatile long relayed = -1;
    private int failures;
    /** As {@link #relayed}, but kept while this replica tries again to reach Kafka: what waits is to be seen. */
    private volatile long lastRelayed = -1;

    /** @param health where it says what it does */
    public Relay(
            RelaySettings settings,
            Ledger ledger,
            CommitLog log,
            LeaseKeeper lease,
            RelayMetrics metrics,
            HealthPart health,
            FaultPoints faults) {
        this.settings = settings;
        this.ledger = ledger;
        this.log = log;
        this.lease = lease;
        this.versions = new Versions(log, ledger.history());
        this.resume = new RelayResume(settings, log);
        this.records = new RelayRecords(settings.entries().partitions());
        this.metrics = metrics;
        this.health = health;
        this.faults = faults;
        this.thread = Thread.ofPlatform().name("relay").unstarted(this::run);
    }

    /** Begins. Kafka may be down. */
    public void start() {
        metrics.showBehind(this::behind, this::oldestWaiting);
        thread.start();
    }

    /** Ends after the batch that is on its way. */
    public void stop() throws InterruptedException {
        stopping = true;
        ledger.wake();
        if (!thread.join(Duration.ofMillis(700))) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(1));
        }
    }

    /** The newest revision that this replica relayed while it has the lease; -1 while another has it. */
    public long relayed() {
        return relayed;
    }

    private long behind() {
        long own = lastRelayed;
        return own < 0 ? 0 : Math.max(0, ledger.state().revision() - own);
    }

    private Optional<Instant> oldestWaiting() {
        long own = lastRelayed;
        State head = ledger.state();
        if (own < 0 || head.revision() <= own) {
            return Optional.empty();
        }
        return ledger.recent()
                .commit(own + 1)
                .map(waiting -> waiting.commit().time())
                .or(() -> Optional.of(head.time()));
    }

    private void run() {
        while (!stopping) {
            try {
                if (!lease.held()) {
                    standBy();
                    continue;
                }
                lead();
                failures = 0;
            } catch (RelayHaltedException | StartRefusedException | LogBrokenException e) {
                LOG.error("the relay is halted: {}", e.getMessage());
                health.down("halted: " + e.getMessage());
                pause(HALTED);
            } catch (InterruptedException | InterruptException e) {
                LOG.debug("interrupted");
            } catch (KafkaException | LogUnavailableException e) {
                if (fenced(e)) {
                    LOG.warn("another replica took over the relay; standing by");
                    lease.forget();
                    continue;
                }
                LOG.warn("the relay lost its way ({}); starting over from the last watermark", reason(e));
                health.down(reason(e));
                failed(e instanceof TimeoutException);
            } catch (RuntimeException e) {
                LOG.error("the relay failed; starting over from the last watermark", e);
                health.down(e.toString());
                failed(false);
            } finally {
                relayed = -1;
            }
        }
    }

    private static boolean fenced(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** @param silence Kafka did not answer, which may be so only here */
    private void failed(boolean silence) {
        failures++;
        if (silence || failures % STAND_ASIDE == 0) {
            lease.standAside();
        }
        pause(BACKOFF.delay(failures, RandomGenerator.getDefault()));
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        }
    }

    private void standBy() throws InterruptedException {
        health.up();
        lastRelayed = -1;
        ledger.awaitAfter(Long.MAX_VALUE, Duration.ofMillis(100));
    }

    /** Everything between taking the lease and losing it. */
    private void lead() throws InterruptedException {
        health.starting("connecting to Kafka");
        try (RelayTopics topics = new RelayTopics(settings);
                RelayProducer producer = new RelayProducer(settings)) {
            producer.fence();
            faults.at(FaultPoints.RELAY_FENCED);
            Uuid topic = topics.ensureEntries();
            State head = ledger.catchUp();
            topics.ensureEnvironments(head);
            awaitSettled(topics);
            Optional<LogRecord.Watermark> mark = resume.position();
            faults.at(FaultPoints.RELAY_RESUMING);
            NextCommits next;
            if (mark.isPresent()) {
                resume.verify(mark.get(), head.epoch());
                next = next(mark.get().revision(), mark.get().hash());
                LOG.info("relaying from commit {} on; the newest is {}", next.revision() + 1, head.revision());
            } else {
                fill(producer, head);
                next = next(head.revision(), head.hash());
            }
            topicChanged = false;
            Thread watch = Thread.ofVirtual().name("relay-topic").start(() -> watch(topics, topic));
            try {
                relay(producer, topics, next);
            } finally {
                watch.interrupt();
                watch.join();
            }
        }
    }

    /** The commit of a predecessor's transaction is answered before its records can be read. */
    private void awaitSettled(RelayTopics topics) throws InterruptedException {
        while (!topics.settled() && !stopping && lease.held()) {
            Thread.sleep(5);
        }
    }

    /** Somebody may delete the topic, or replace Kafka, while there is nothing to relay: nobody else would fill it. */
    private void watch(RelayTopics topics, Uuid expected) {
        try {
            while (!stopping) {
                Thread.sleep(settings.checkEvery());
                try {
                    Optional<Uuid> now = topics.id();
                    if (!now.equals(Optional.of(expected))) {
                        LOG.warn(
                                "the topic {} is not the one that was written to; filling it again",
                                settings.entries().name());
                        topicChanged = true;
                        ledger.wake();
                        return;
                    }
                } catch (KafkaException e) {
                    LOG.debug("Kafka did not say whether the topic is the same", e);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("no longer watching the topic");
        }
    }

    private NextCommits next(long revision, String hash) {
        return new NextCommits(settings, ledger, log, revision, hash);
    }

    private void relay(RelayProducer producer, RelayTopics topics, NextCommits next) throws InterruptedException {
        State environments = versions.environmentsAt(next.revision());
        relayed = next.revision();
        lastRelayed = next.revision();
        Gathering gathering = new Gathering(settings.gatherAtMost());
        while (!stopping && !topicChanged && lease.held()) {
            health.up(new Behind(ledger.state().revision() - next.revision(), null));
            if (!ledger.awaitAfter(next.revision(), IDLE)) {
                continue;
            }
            Duration gather = gathering.left(System.nanoTime());
            if (gather.isPositive()) {
                boolean _ = ledger.awaitAfter(next.revision() + settings.mostCommits(), gather);
            }
            List<LoggedCommit> batch = next.batch();
            gathering.begins(batch.size(), System.nanoTime());
            for (LoggedCommit commit : batch) {
                for (Change change : commit.commit().changes()) {
                    if (change instanceof Change.PutEnvironment put) {
                        topics.ensureEnvironment(put.environment());
                    }
                }
            }
            environments = send(producer, batch, environments);
            next.relayed(batch.getLast());
            relayed = next.revision();
            failures = 0;
            lastRelayed = next.revision();
        }
    }

    private State send(RelayProducer producer, List<LoggedCommit> batch, State before) throws InterruptedException {
        long began = System.nanoTime();
        faults.at(FaultPoints.RELAY_BEFORE_SEND);
        State environments = before;
        producer.begin();
        for (LoggedCommit commit : batch) {
            if (commit.commit().changes().getFirst() instanceof Change.OfEnvironment) {
                environments = environments.after(commit.commit());
            }
            records.commit(commit, environments, producer::send);
        }
        LoggedCommit last = batch.getLast();
        records.watermarks(
                ledger.state().epoch(),
                last.revision(),
                last.commit().time(),
                last.commit().hash(),
                last.traceparent(),
                producer::send);
        faults.at(FaultPoints.RELAY_BEFORE_COMMIT);
        producer.commit();
        metrics.relayed(batch, System.nanoTime() - began);
        batch.forEach(this::tell);
        return environments;
    }

    /** Tells of a commit under the trace of the request that made it. */
    private void tell(LoggedCommit commit) {
        String traceparent = commit.traceparent();
        if (traceparent != null && LOG.isDebugEnabled()) {
            try (var _ = MDC.putCloseable(Traceparent.HEADER, traceparent)) {
                LOG.debug(
                        "relayed commit {} to {}",
                        commit.revision(),
                        settings.entries().name());
            }
        }
    }

    /**
     * Fills an empty topic with the whole state. First it says up to where that goes: whoever reads the beginning of it
     * must not take it for everything.
     */
    private void fill(RelayProducer producer, State state) throws InterruptedException {
        LOG.info(
                "the topic {} has no watermark; filling it with {} entries and deletions up to commit {}",
                settings.entries().name(),
                state.all().size(),
                state.revision());
        producer.begin();
        records.target(state, producer::send);
        state.allEnvironments().values().forEach(environment -> records.environment(environment, null, producer::send));
        producer.commit();
        faults.at(FaultPoints.RELAY_TARGET_WRITTEN);
        int sent = 0;
        long bytes = 0;
        producer.begin();
        for (Map.Entry<EntryId, Stored> entry : state.all().entrySet()) {
            if (sent == FILL_RECORDS || bytes > FILL_BYTES) {
                producer.commit();
                if (stopping || !lease.held()) {
                    throw new InterruptedException("the lease was lost");
                }
                producer.begin();
                sent = 0;
                bytes = 0;
            }
            records.entry(entry.getKey(), entry.getValue(), producer::send);
            sent++;
            bytes += entry.getValue() instanceof Stored.Live live
                    ? live.value().text().length()
                    : 0;
        }
        records.watermarks(state.epoch(), state.revision(), state.time(), state.hash(), null, producer::send);
        faults.at(FaultPoints.RELAY_BEFORE_COMMIT);
        producer.commit();
    }
}
