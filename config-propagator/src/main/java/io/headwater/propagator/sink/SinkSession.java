package io.headwater.propagator.sink;

import io.headwater.propagator.sink.EnvironmentStore.Built;
import io.headwater.propagator.sink.EnvironmentStore.Catalog;
import io.headwater.propagator.sink.EnvironmentStore.Delta;
import io.headwater.propagator.sink.EnvironmentStore.Outcome;
import io.headwater.propagator.sink.EnvironmentStore.Stored;
import io.headwater.propagator.sink.SinkStatus.Phase;
import io.headwater.runtime.tracing.Traceparent;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.redis.CatalogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One stretch of work on what the store holds: from looking at it until something does not fit, or somebody else is to
 * do the work. Everything is done by one thread, except that single environments are built by others.
 *
 * <pre>
 *   {@link #resume} ──▶ catching up ──(ends of the start passed)──▶ live ◀──(all is built and shown)── {@link #startAfresh}
 *                          ▲                                   │
 *                          └──(reads what is old: rule 16)─────┘
 * </pre>
 *
 * Then {@link #run} goes in rounds:
 *
 * <ol>
 *   <li>{@link #poll}: records come in, and {@link HoldBack} holds them until every partition has passed their watermark.
 *   <li>{@link #apply}: what may be seen goes to each environment's {@link Feed}: as one delta that fits the revision before it, or,
 *       where it is too large or the environment is new, as a generation that is built aside.
 *   <li>{@link #showWhatIsBuilt}: generations that are complete are shown, and get what came in meanwhile.
 *   <li>{@link #heartbeat}: the store and the topic are asked whether they are still what they were.
 * </ol>
 *
 * Nothing is mended in here. What does not fit ends the session: with {@link StateMismatchException} the next one goes on
 * where the store stands, with {@link StartAfreshException} it builds everything. One class, as all of it is about the same
 * three things: the feeds, where they stand, and where the list of environments stands.
 */
final class SinkSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkSession.class);
    private static final Duration POLL = Duration.ofMillis(100);
    /** While Kafka says nothing, another one may have taken its place; before more is believed, it is asked. */
    private static final Duration TOPIC_KNOWN_FOR = Duration.ofMillis(1_500);

    private static final Duration TOPIC_ASKED_EVERY = Duration.ofMillis(500);
    private static final Duration HELD_UP = Duration.ofSeconds(5);

    private final Rebuild.Tools tools;
    private final SinkStatus status;
    private final ExecutorService builders;
    private final BooleanSupplier go;
    private final TopicIdentity identity;
    private final EntriesLog.Topic topic;
    private final EntriesLog.Reader reader;
    private final ShownGenerations shown;
    private final Map<String, Feed> feeds = new HashMap<>();
    private Environments environments = new Environments();
    private Standing catalogStanding;
    private Standing standing;
    private HoldBack held;
    private Instant nextHeartbeat;
    private Instant lastPoll;
    private volatile boolean closed;

    /**
     * @param builders runs the builds of single environments
     * @param go asked now and then; the session ends when it says no
     * @throws RuntimeException if Kafka cannot be reached
     */
    SinkSession(Rebuild.Tools tools, SinkStatus status, ExecutorService builders, BooleanSupplier go)
            throws InterruptedException {
        this.tools = tools;
        this.status = status;
        this.builders = builders;
        this.go = () -> go.getAsBoolean() && !closed;
        this.shown = new ShownGenerations(tools.store(), status, tools.generations());
        this.identity = new TopicIdentity(tools.log(), tools.clock(), TOPIC_ASKED_EVERY);
        this.topic = identity.topic();
        this.reader = tools.log().open(topic.partitions());
        this.nextHeartbeat = tools.clock().instant();
        this.lastPoll = nextHeartbeat;
        this.standing = new Standing(0, -1, Instant.EPOCH, Map.of(), topic.id());
        this.catalogStanding = standing;
        this.held = new HoldBack(topic.id(), topic.partitions(), tools.records(), true);
    }

    /** Goes on where the store stands. */
    void resume() throws InterruptedException {
        SinkPlan plan =
                SinkPlan.make(tools.store(), topic, reader, tools.clock().instant());
        environments = new Environments(plan.catalog().environments());
        for (CatalogEntry entry : plan.catalog().environments()) {
            Stored stored = plan.stored().get(entry.name());
            feeds.put(
                    entry.name(),
                    stored == null
                            ? Feed.toBuild(entry.name(), entry.since(), true)
                            : Feed.live(
                                    entry.name(),
                                    entry.since(),
                                    stored.generation(),
                                    stored.standing().revision()));
        }
        catalogStanding = plan.catalog().standing();
        standing = plan.from();
        held = new HoldBack(
                plan.from(),
                topic.partitions(),
                tools.records(),
                tools.options().heedsTarget());
        reader.seek(plan.from().positions());
        held.barrier(reader.ends());
        LOG.info("going on at revision {} of topic {}", standing.revision(), topic.id());
    }

    /** Builds everything anew from the topic, and shows it at once. */
    void startAfresh() throws InterruptedException {
        long begun = System.nanoTime();
        Map<String, Stored> before = shown.now();
        Rebuild rebuild = new Rebuild(tools, topic, go);
        Rebuild.Whole whole = rebuild.all(reader, epoch -> floor(before, epoch), this::progress);
        environments = whole.environments();
        standing = whole.standing();
        held = whole.rest();
        tools.faults().at("sink.before-replace");
        List<Built> all = new ArrayList<>(whole.built());
        for (EnvironmentState late : whole.late()) {
            all.add(new Rebuild(tools, topic, go)
                    .one(environments.known(late.name()).orElseThrow(), standing)
                    .orElseThrow(() -> new StateMismatchException("building " + late.name() + " took too long")));
        }
        shown.show(all, before);
        bury(before);
        whole.dropped().forEach(shown::sweep);
        for (Built built : all) {
            Feed feed = Feed.live(
                    built.environment().name(), built.environment().since(), built.generation(), standing.revision());
            feeds.put(feed.environment(), feed);
        }
        catalogStanding = standing;
        Waiting.on(putCatalog().thenAccept(outcome -> ShownGenerations.require(outcome, "the catalog")));
        reached();
        LOG.info(
                "built {} environments at revision {} in {} ms",
                all.size(),
                standing.revision(),
                (System.nanoTime() - begun) / 1_000_000);
    }

    /** Rule 9: in one epoch, readers never see a lower revision than before. */
    private long floor(Map<String, Stored> before, long epoch) {
        if (!tools.options().heedsTarget()) {
            return 0;
        }
        return before.values().stream()
                .map(Stored::standing)
                .filter(of -> of.epoch() == epoch)
                .mapToLong(Standing::revision)
                .max()
                .orElse(0);
    }

    private void progress(HoldBack building) {
        status.heard(building.newest(), building.newestTime());
        if (building.newest() < 0) {
            status.is(Phase.CATCHING_UP, "nothing has been relayed to the topic yet, not even an empty history");
            return;
        }
        String towards = building.target() > building.newest() ? " of a refill up to " + building.target() : "";
        status.is(Phase.CATCHING_UP, "building at revision " + building.newest() + towards);
    }

    /** Environments that were shown and exist no longer. */
    private void bury(Map<String, Stored> before) throws InterruptedException {
        for (Map.Entry<String, Stored> one : before.entrySet()) {
            Optional<Environments.Known> known = environments.known(one.getKey());
            boolean live = known.isPresent() && !known.get().state().deleted();
            if (!live && !one.getValue().deleted()) {
                EnvironmentState gone = known.map(Environments.Known::state)
                        .orElseGet(() -> new EnvironmentState(
                                one.getKey(), standing.revision(), standing.revision(), true, 0, false, null));
                shown.bury(gone, one.getValue().generation(), standing);
            }
        }
    }

    /** Works until it is told to end. */
    void run() throws InterruptedException {
        lastPoll = tools.clock().instant();
        while (go.getAsBoolean()) {
            poll();
            status.heard(held.newest(), held.newestTime());
            if (!held.settled()) {
                status.is(Phase.CATCHING_UP, "at revision " + held.newest());
            }
            Optional<Batch> batch = held.take(tools.options().largestDelta(), 0);
            if (batch.isPresent()) {
                identity.verify(TOPIC_KNOWN_FOR);
                apply(batch.get());
            } else if (held.held().exceeds(tools.options().held())) {
                // A rebuild needs no memory for it: it writes ahead.
                throw new StartAfreshException("too much has come since what Redis holds");
            }
            showWhatIsBuilt();
            heartbeat();
        }
    }

    /**
     * Who was held up for long reads a log of which compaction has removed parts, as behind a start (rule 16), or even
     * deletions (rule 17).
     */
    private void poll() {
        Instant now = tools.clock().instant();
        Duration away = Duration.between(lastPoll, now);
        if (away.compareTo(topic.deleteRetention().dividedBy(2)) > 0 && away.compareTo(HELD_UP) > 0) {
            throw new StartAfreshException("nothing was read for " + away.toSeconds() + " s");
        }
        lastPoll = now;
        long behind = now.minus(topic.compactionLag().dividedBy(2)).toEpochMilli();
        boolean[] late = new boolean[1];
        reader.poll(POLL, raw -> {
            late[0] |= raw.timestamp() < behind;
            SinkRecord record = tools.records().read(raw);
            if (record != null) {
                held.add(raw, record);
            }
        });
        if (late[0] && held.settled()) {
            held.barrier(reader.ends());
        }
        held.passed(reader.positions());
    }

    private void apply(Batch batch) throws InterruptedException {
        long begun = System.nanoTime();
        tools.faults().at("sink.before-apply");
        standing = batch.standing();
        List<EnvironmentState> changed = learn(batch.records());
        for (EnvironmentState state : changed) {
            Feed feed = feeds.get(state.name());
            if (feed != null && (state.deleted() || feed.since() != state.since())) {
                forget(state, feed);
            }
        }
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (Feed feed : feeds.values()) {
            if (feed.isBuilding()) {
                feed.keepAside(batch.records(), tools.options().held());
            } else if (!feed.generation().isEmpty()) {
                advance(feed, batch.records()).ifPresent(calls::add);
            }
        }
        for (Environments.Known known : environments.live()) {
            Feed feed = feeds.computeIfAbsent(
                    known.state().name(),
                    name -> Feed.toBuild(name, known.state().since(), false));
            if (feed.generation().isEmpty() && !feed.isBuilding()) {
                build(feed, known);
            }
        }
        if (feeds.values().stream().allMatch(Feed::listed)) {
            catalogStanding = standing;
        }
        calls.add(putCatalog()
                .thenAccept(outcome -> ShownGenerations.require(outcome, "the catalog"))
                .toCompletableFuture());
        Waiting.onAll(calls);
        status.applied(batch.records().size(), System.nanoTime() - begun);
        reached();
        tell(batch);
    }

    /** Tells of a step under the trace of the request that made its last commit. */
    private static void tell(Batch batch) {
        String traceparent = batch.standing().traceparent();
        if (traceparent != null && LOG.isDebugEnabled()) {
            try (var _ = MDC.putCloseable(Traceparent.HEADER, traceparent)) {
                LOG.debug(
                        "applied everything up to commit {} to Redis",
                        batch.standing().revision());
            }
        }
    }

    private void reached() {
        status.reached(standing, tools.clock().instant());
    }

    private List<EnvironmentState> learn(List<SinkRecord> records) {
        List<EnvironmentState> changed = new ArrayList<>();
        for (SinkRecord record : records) {
            if (record instanceof SinkRecord.Environment environment) {
                environments.learn(environment);
                environments
                        .known(environment.state().name())
                        .map(Environments.Known::state)
                        .ifPresent(changed::add);
            }
        }
        return changed;
    }

    /** The environment is deleted, or another one of the same name has taken its place. */
    private void forget(EnvironmentState state, Feed feed) throws InterruptedException {
        feed.giveUp();
        feeds.remove(feed.environment());
        if (!state.deleted()) {
            feeds.put(state.name(), Feed.toBuild(state.name(), state.since(), feed.listed()));
            return;
        }
        shown.buryIfShown(state, standing);
    }

    private Optional<CompletableFuture<Void>> advance(Feed feed, List<SinkRecord> records) {
        if (feed.revision() >= standing.revision()) {
            return Optional.empty();
        }
        Delta delta = feed.delta(standing, records);
        if (delta.amount().exceeds(tools.options().largestDelta())) {
            build(feed, environments.known(feed.environment()).orElseThrow());
            return Optional.empty();
        }
        return Optional.of(tools.store()
                .apply(delta)
                .thenAccept(outcome -> {
                    ShownGenerations.require(outcome, feed.environment());
                    feed.reached(delta.to().revision());
                })
                .toCompletableFuture());
    }

    private void build(Feed feed, Environments.Known known) {
        Standing upTo = standing;
        CompletableFuture<Optional<Built>> result = new CompletableFuture<>();
        feed.build(result);
        builders.execute(() -> {
            try {
                result.complete(
                        new Rebuild(tools, topic, () -> go.getAsBoolean() && !result.isCancelled()).one(known, upTo));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
            reader.wakeUp();
        });
    }

    private void showWhatIsBuilt() throws InterruptedException {
        boolean listed = false;
        for (Feed feed : List.copyOf(feeds.values())) {
            Optional<CompletableFuture<Optional<Built>>> finished = feed.finished();
            if (finished.isEmpty()) {
                continue;
            }
            Optional<Built> built = Waiting.on(finished.get());
            Environments.Known known = environments.known(feed.environment()).orElseThrow();
            if (built.isEmpty() || feed.tooMuchAside()) {
                build(feed, known);
                continue;
            }
            shown.show(List.of(built.get()), Map.of());
            listed |= !feed.listed();
            List<SinkRecord> since = feed.shown(built.get());
            Optional<CompletableFuture<Void>> caughtUp = advance(feed, since);
            if (caughtUp.isPresent()) {
                Waiting.on(caughtUp.get());
            }
        }
        if (listed && feeds.values().stream().allMatch(Feed::listed)) {
            catalogStanding = standing;
            Waiting.on(putCatalog().thenAccept(outcome -> ShownGenerations.require(outcome, "the catalog")));
        }
    }

    private CompletionStage<Outcome> putCatalog() {
        List<CatalogEntry> listed = new ArrayList<>();
        for (Environments.Known known : environments.live()) {
            Feed feed = feeds.get(known.state().name());
            if (feed != null && feed.listed()) {
                listed.add(Environments.listed(known.state()));
            }
        }
        return tools.store().put(new Catalog(catalogStanding, listed));
    }

    /** Notices what nobody tells: a Redis that lost its data, a Kafka that was replaced. */
    private void heartbeat() throws InterruptedException {
        Instant now = tools.clock().instant();
        if (now.isBefore(nextHeartbeat)) {
            return;
        }
        nextHeartbeat = now.plus(tools.options().heartbeat());
        identity.verify(tools.options().heartbeat());
        if (!held.settled()) {
            return;
        }
        CompletableFuture<Optional<Catalog>> catalog = tools.store().catalog().toCompletableFuture();
        Map<Feed, CompletableFuture<Optional<Stored>>> asked = new LinkedHashMap<>();
        for (Feed feed : feeds.values()) {
            if (!feed.generation().isEmpty()) {
                asked.put(feed, tools.store().stored(feed.environment()).toCompletableFuture());
            }
        }
        if (Waiting.on(catalog)
                .filter(one -> one.standing().revision() == catalogStanding.revision())
                .isEmpty()) {
            throw new StateMismatchException("Redis does not hold the catalog that was written there");
        }
        for (Map.Entry<Feed, CompletableFuture<Optional<Stored>>> one : asked.entrySet()) {
            Feed feed = one.getKey();
            if (Waiting.on(one.getValue())
                    .filter(stored -> stored.generation().equals(feed.generation())
                            && stored.standing().revision() == feed.revision())
                    .isEmpty()) {
                throw new StateMismatchException(
                        "Redis does not hold of " + feed.environment() + " what was written there");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        identity.close();
        feeds.values().forEach(Feed::giveUp);
        reader.close();
    }
}
