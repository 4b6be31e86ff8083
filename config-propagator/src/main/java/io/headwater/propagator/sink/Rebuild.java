package io.headwater.propagator.sink;

import io.headwater.propagator.Faults;
import io.headwater.propagator.sink.EnvironmentStore.Built;
import io.headwater.propagator.sink.EnvironmentStore.Field;
import io.headwater.schemas.EnvironmentState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds generations from the whole topic, beside what readers see. Records go straight to the store: what is held in
 * memory does not depend on how large the topic is. For one thread, which may be another one for each rebuild.
 */
final class Rebuild {
    /** Where every rebuild gets what it needs. */
    record Tools(
            EnvironmentStore store,
            EntriesLog log,
            RecordReader records,
            InstantSource clock,
            Supplier<String> generations,
            Faults faults,
            SinkOptions options) {}

    /**
     * The whole state.
     *
     * @param built generations of live environments, complete and not shown yet
     * @param environments all that the topic tells of
     * @param late live environments that came up while it was built, and are not among those built
     * @param dropped environments for which something was begun in vain
     */
    record Whole(
            List<Built> built,
            Environments environments,
            List<EnvironmentState> late,
            Set<String> dropped,
            Standing standing,
            HoldBack rest) {}

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int IN_FLIGHT = 12;
    private static final byte[] ENVIRONMENT = "{\"control\":\"environment\"".getBytes(StandardCharsets.UTF_8);

    private final Tools tools;
    private final EntriesLog.Topic topic;
    private final BooleanSupplier go;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final Map<String, Writer> writers = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final Environments environments = new Environments();
    private long deletions;

    /** What is written for one environment. */
    private static final class Writer {
        private final GenerationWriter generation;
        private long since;
        /** The oldest entry of the environment's own that was written. */
        private long oldestOwn = Long.MAX_VALUE;

        Writer(GenerationWriter generation, long since) {
            this.generation = generation;
            this.since = since;
        }
    }

    /** @param go asked now and then; when it says no, the rebuild is given up */
    Rebuild(Tools tools, EntriesLog.Topic topic, BooleanSupplier go) {
        this.tools = tools;
        this.topic = topic;
        this.go = go;
    }

    /**
     * Builds all environments, and leaves the reader and what is held back ready to go on from there.
     *
     * @param floor given the epoch of the topic, what readers may have seen already: nothing below is built
     * @param progress told what is going on
     */
    Whole all(EntriesLog.Reader reader, Floor floor, Consumer<HoldBack> progress) throws InterruptedException {
        begin(reader);
        HoldBack held = new HoldBack(
                topic.id(), topic.partitions(), tools.records(), tools.options().heedsTarget());
        reader.seekToBeginning();
        held.barrier(reader.ends());
        Optional<Batch> batch = Optional.empty();
        while (batch.isEmpty()) {
            check();
            poll(reader, held);
            progress.accept(held);
            if (!held.barrierPassed()) {
                held.drain(this::take);
            } else if (held.held().exceeds(tools.options().held())) {
                // Far from the target still: write ahead what has come since.
                held.barrier(reader.ends());
                held.drain(this::take);
            }
            batch = held.take(Amount.ANY, floor.in(held.epoch()));
        }
        batch.get().records().forEach(this::take);
        return finish(batch.get().standing(), held);
    }

    /**
     * Entries for every environment may come before the environments do, so those have to be known from the beginning. A
     * guess is good enough: what was begun in vain is dropped, and what is missing is built later.
     */
    private void begin(EntriesLog.Reader reader) throws InterruptedException {
        Set<String> likely = tools.log().likelyEnvironments();
        likely.forEach(name -> begin(name, 0));
        if (likely.isEmpty()) {
            learnEnvironments(reader);
            environments
                    .live()
                    .forEach(known -> begin(known.state().name(), known.state().since()));
        }
    }

    /** What must be reached at least, by epoch. */
    @FunctionalInterface
    interface Floor {
        long in(long epoch);
    }

    private Whole finish(Standing standing, HoldBack rest) throws InterruptedException {
        List<Built> built = new ArrayList<>();
        List<EnvironmentState> late = new ArrayList<>();
        for (Environments.Known known : environments.live()) {
            Writer writer = writers.get(known.state().name());
            if (writer == null) {
                late.add(known.state());
            } else {
                built.add(finish(writer, known, standing));
            }
        }
        Set<String> dropped = new HashSet<>(begun);
        built.forEach(one -> dropped.remove(one.environment().name()));
        return new Whole(built, environments, late, dropped, standing, rest);
    }

    private Built finish(Writer writer, Environments.Known known, Standing standing) throws InterruptedException {
        Waiting.on(writer.generation.finish());
        return new Built(
                known.state(),
                writer.generation.generation(),
                writer.generation.chunks(),
                standing,
                Math.min(deletions, standing.revision()),
                known.created());
    }

    /**
     * Builds one environment as it is where others stand already. What is newer is passed over; that nothing older is
     * missing is what the topic's compaction lag is for, so this must not take longer.
     *
     * @return empty if it took too long to be sure
     */
    Optional<Built> one(Environments.Known known, Standing standing) throws InterruptedException {
        Instant start = tools.clock().instant();
        environments.learn(new SinkRecord.Environment(known.state(), known.created()));
        begin(known.state().name(), known.state().since());
        try (EntriesLog.Reader reader = tools.log().open(topic.partitions())) {
            reader.seekToBeginning();
            boolean[] done = new boolean[topic.partitions()];
            while (!allDone(reader.positions(), standing, done)) {
                check();
                reader.poll(POLL, raw -> takeUpTo(raw, standing));
            }
        }
        tools.faults().at("sink.built-one");
        Writer writer = writers.get(known.state().name());
        if (writer == null || Duration.between(start, tools.clock().instant()).compareTo(topic.compactionLag()) > 0) {
            return Optional.empty();
        }
        return Optional.of(finish(writer, known, standing));
    }

    private static boolean allDone(Map<Integer, Long> positions, Standing standing, boolean[] done) {
        boolean all = true;
        for (int i = 0; i < done.length; i++) {
            done[i] |= positions.getOrDefault(i, 0L) >= offset(standing, i);
            all &= done[i];
        }
        return all;
    }

    private static long offset(Standing standing, int partition) {
        return standing.positions().getOrDefault(partition, LogPosition.START).offset();
    }

    private void takeUpTo(RawRecord raw, Standing standing) {
        if (raw.offset() >= offset(standing, raw.partition())) {
            return;
        }
        SinkRecord record = tools.records().read(raw);
        if (record == null || record.revision() > standing.revision()) {
            return;
        }
        forgetOldDeletions(raw, record);
        if (record instanceof SinkRecord.Entry entry
                && (raw.partition() == 0 || !entry.scope().everyService())) {
            take(entry);
        }
    }

    /** Environments are in every partition, so the shortest one tells all. */
    private void learnEnvironments(EntriesLog.Reader reader) {
        Map<Integer, Long> beginnings = reader.beginnings();
        Map<Integer, Long> ends = reader.ends();
        int shortest = 0;
        long length = Long.MAX_VALUE;
        for (int i = 0; i < topic.partitions(); i++) {
            long of = ends.getOrDefault(i, 0L) - beginnings.getOrDefault(i, 0L);
            if (of < length) {
                shortest = i;
                length = of;
            }
        }
        long end = ends.getOrDefault(shortest, 0L);
        reader.readOnly(shortest);
        while (reader.positions().getOrDefault(shortest, 0L) < end) {
            check();
            reader.poll(POLL, raw -> {
                if (saysEnvironment(raw.key()) && tools.records().read(raw) instanceof SinkRecord.Environment record) {
                    environments.learn(record);
                }
            });
        }
    }

    private static boolean saysEnvironment(byte @Nullable [] key) {
        return key != null
                && key.length > ENVIRONMENT.length
                && Arrays.equals(key, 0, ENVIRONMENT.length, ENVIRONMENT, 0, ENVIRONMENT.length);
    }

    private void begin(String name, long since) {
        GenerationWriter generation =
                new GenerationWriter(tools.store(), name, tools.generations().get(), inFlight);
        writers.put(name, new Writer(generation, since));
        begun.add(name);
    }

    private void poll(EntriesLog.Reader reader, HoldBack held) {
        reader.poll(POLL, raw -> {
            SinkRecord record = tools.records().read(raw);
            if (record != null) {
                forgetOldDeletions(raw, record);
                held.add(raw, record);
            }
        });
        held.passed(reader.positions());
    }

    /** Deletions are complete only as far back as the topic keeps them, and a refill need not bring any. */
    private void forgetOldDeletions(RawRecord raw, SinkRecord record) {
        long halfAgo = tools.clock().millis() - topic.deleteRetention().toMillis() / 2;
        if (raw.timestamp() < halfAgo || record instanceof SinkRecord.Target) {
            deletions = Math.max(deletions, record.revision());
        }
    }

    private void take(SinkRecord record) {
        switch (record) {
            case SinkRecord.Entry entry -> take(entry);
            case SinkRecord.Environment environment -> take(environment);
            case SinkRecord.Watermark mark -> {}
            case SinkRecord.Target target -> {}
        }
    }

    private void take(SinkRecord.Entry entry) {
        if (entry.scope().everyEnvironment()) {
            Field field = Fields.of(entry);
            for (Writer writer : writers.values()) {
                put(writer, field);
            }
            return;
        }
        Writer writer = writers.get(entry.scope().environment());
        if (writer != null && entry.revision() >= writer.since) {
            writer.oldestOwn = Math.min(writer.oldestOwn, entry.revision());
            put(writer, Fields.of(entry));
        }
    }

    private static void put(Writer writer, Field field) {
        try {
            writer.generation.put(field);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GivenUpException();
        }
    }

    /** If it is deleted, or something was written that is older than it is, what was written is of no use. */
    private void take(SinkRecord.Environment environment) {
        environments.learn(environment);
        EnvironmentState state =
                environments.known(environment.state().name()).orElseThrow().state();
        Writer writer = writers.get(state.name());
        if (writer == null) {
            return;
        }
        if (state.deleted() || writer.oldestOwn < state.since()) {
            writers.remove(state.name());
        } else {
            writer.since = Math.max(writer.since, state.since());
        }
    }

    private void check() {
        if (!go.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new GivenUpException();
        }
    }

    /** Somebody has asked for the end. */
    static final class GivenUpException extends RuntimeException {
        private static final long serialVersionUID = 1;

        GivenUpException() {
            super("given up");
        }
    }
}
