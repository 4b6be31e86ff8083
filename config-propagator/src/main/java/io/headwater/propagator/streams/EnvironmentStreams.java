package io.headwater.propagator.streams;

import io.headwater.propagator.Faults;
import io.headwater.runtime.kafka.TopicAdmin;
import io.headwater.runtime.kafka.TopicState;
import io.headwater.runtime.lifecycle.StartRefusedException;
import io.headwater.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the topology on whatever topic of all entries there is: when another takes its place, as after a loss of Kafka's
 * data, the topology is started anew, with an empty state. {@link #start} and {@link #stop} may be called once each.
 */
public final class EnvironmentStreams implements EnvironmentTopics {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentStreams.class);
    private static final Duration WATCH = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final StreamsOptions options;
    private final StreamsStatus status;
    private final InstantSource clock;
    private final Faults faults;
    private final Consumer<StartRefusedException> refused;
    private final Admin admin;
    private final TopicAdmin topics;
    private final Thread thread;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile @Nullable Running running;
    private volatile String problem = "not started";

    /**
     * The topology on one topic.
     *
     * @param ends revisions that have to be passed on before it has caught up
     */
    private record Running(String topicId, KafkaStreams streams, Map<Integer, Long> ends) {}

    /** @param refused told when a topic cannot be used, and waiting does not help */
    public EnvironmentStreams(
            StreamsOptions options,
            StreamsStatus status,
            InstantSource clock,
            Faults faults,
            Consumer<StartRefusedException> refused) {
        this.options = options;
        this.status = status;
        this.clock = clock;
        this.faults = faults;
        this.refused = refused;
        Map<String, Object> settings = new HashMap<>(options.connection());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        this.admin = Admin.create(settings);
        this.topics = new TopicAdmin(admin);
        this.thread = Thread.ofPlatform().name("environment-streams").unstarted(this::watch);
    }

    /** Begins to work in the background. */
    public void start() {
        thread.start();
    }

    /** Ends; partitions go to other instances at once. */
    public void stop() throws InterruptedException {
        stopping.set(true);
        thread.interrupt();
        thread.join(CLOSE.plusSeconds(2));
        admin.close(Duration.ofSeconds(1));
    }

    private void watch() {
        Duration pause = WATCH;
        while (!stopping.get()) {
            try {
                follow();
                pause = WATCH;
            } catch (StartRefusedException e) {
                problem = String.valueOf(e.getMessage());
                refused.accept(e);
            } catch (RuntimeException e) {
                problem = String.valueOf(e.getMessage());
                LOG.warn("the topology cannot be looked after, trying again: {}", e.toString());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            } catch (InterruptedException e) {
                LOG.debug("interrupted");
            }
            sleep(pause);
        }
        // The interrupt has done its work, and would keep Kafka's clients from closing in order.
        boolean interrupted = Thread.interrupted();
        LOG.debug("ending, interrupted: {}", interrupted);
        end();
    }

    private void sleep(Duration pause) {
        if (stopping.get()) {
            return;
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            LOG.debug("interrupted");
        }
    }

    private void follow() throws InterruptedException {
        Optional<TopicState> topic = topics.find(options.entries().name());
        Running now = running;
        if (topic.isEmpty()) {
            problem = "there is no topic " + options.entries().name() + " yet";
            if (now != null) {
                end();
            }
            return;
        }
        String id = topic.get().id().toString();
        if (now != null && now.topicId().equals(id)) {
            KafkaStreams.State state = now.streams().state();
            if (state == KafkaStreams.State.ERROR || state == KafkaStreams.State.NOT_RUNNING) {
                end();
            }
            return;
        }
        if (now != null) {
            LOG.warn(
                    "the topic {} was replaced by another one",
                    options.entries().name());
            end();
        }
        begin(topics.ensure(options.entries()));
    }

    private void begin(TopicState topic) {
        String application = StreamsSettings.applicationId(topic.id().toString());
        KafkaPartitionStart start = new KafkaPartitionStart(
                admin,
                options.connection(),
                application,
                topic.name(),
                topic.partitions(),
                topic.duration("min.compaction.lag.ms"),
                clock);
        Map<Integer, Long> ends = start.prepare(topic.duration("delete.retention.ms"), clock.instant());
        KafkaStreams streams = new KafkaStreams(
                EnvironmentTopology.build(topic.name(), this, start, status, faults),
                StreamsSettings.of(options, application));
        streams.setUncaughtExceptionHandler(this::replace);
        streams.start();
        running = new Running(topic.id().toString(), streams, ends);
        LOG.info("application {} has started", application);
    }

    private StreamThreadExceptionResponse replace(Throwable failure) {
        status.failed();
        problem = String.valueOf(failure.getMessage());
        LOG.warn("a thread of the topology has failed and is replaced", failure);
        sleep(Duration.ofMillis(500));
        return stopping.get()
                ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private void end() {
        Running now = running;
        running = null;
        if (now != null) {
            now.streams()
                    .close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(CLOSE));
        }
    }

    @Override
    public void ensure(String environment) {
        try {
            topics.ensure(options.entries().named(Topics.environment(environment)));
        } catch (StartRefusedException e) {
            refused.accept(e);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    /** Whether the topology runs, and every partition of this process has passed what there was at the start. */
    public boolean caughtUp() {
        Running now = running;
        if (now == null || now.streams().state() != KafkaStreams.State.RUNNING) {
            return false;
        }
        return status.passed().entrySet().stream()
                .allMatch(one -> one.getValue().revision() >= now.ends().getOrDefault(one.getKey(), -1L));
    }

    /** What Kafka Streams says of itself, or why it does not run. */
    public String state() {
        Running now = running;
        return now == null ? problem : now.streams().state().toString();
    }

    /** Whether the topology runs. */
    public boolean runs() {
        Running now = running;
        return now != null && now.streams().state().isRunningOrRebalancing();
    }
}
