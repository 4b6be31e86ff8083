package io.headwater.propagator.sink;

import io.headwater.propagator.sink.EnvironmentStore.Built;
import io.headwater.propagator.sink.EnvironmentStore.Delta;
import io.headwater.propagator.sink.EnvironmentStore.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One environment as the sink keeps it up to date.
 *
 * <pre>
 *   building ──(generation is shown)──▶ live ──(a delta is too large, or it was made again)──▶ building
 * </pre>
 *
 * While a generation is built, what comes in is kept aside for it. For one thread.
 */
final class Feed {
    private record FieldId(String layer, String key) {}

    private final String environment;
    private final long since;
    private final List<SinkRecord.Entry> aside = new ArrayList<>();
    private Amount asideAmount = Amount.NONE;
    private boolean tooMuchAside;
    private String generation;
    private long revision;
    private boolean listed;
    private @Nullable CompletableFuture<Optional<Built>> building;

    private Feed(String environment, long since, String generation, long revision, boolean listed) {
        this.environment = environment;
        this.since = since;
        this.generation = generation;
        this.revision = revision;
        this.listed = listed;
    }

    /** One that Redis holds. */
    static Feed live(String environment, long since, String generation, long revision) {
        return new Feed(environment, since, generation, revision, true);
    }

    /** One that has to be built. */
    static Feed toBuild(String environment, long since, boolean listed) {
        return new Feed(environment, since, "", 0, listed);
    }

    String environment() {
        return environment;
    }

    long since() {
        return since;
    }

    /** The generation that is shown; empty where none is. */
    String generation() {
        return generation;
    }

    /** What readers see. */
    long revision() {
        return revision;
    }

    /** Whether readers may be told of it. */
    boolean listed() {
        return listed;
    }

    boolean isBuilding() {
        return building != null;
    }

    /** The result, once it is there. */
    Optional<CompletableFuture<Optional<Built>>> finished() {
        return Optional.ofNullable(building).filter(CompletableFuture::isDone);
    }

    /** Keeps aside what comes in, until what is built is shown. */
    void build(CompletableFuture<Optional<Built>> result) {
        forgetAside();
        tooMuchAside = false;
        building = result;
    }

    void giveUp() {
        if (building != null) {
            building.cancel(true);
        }
    }

    /**
     * Keeps records for the generation that is being built.
     *
     * @param atMost if they are more, they are let go, and what is built is of no use
     */
    void keepAside(List<SinkRecord> records, Amount atMost) {
        if (tooMuchAside) {
            return;
        }
        for (SinkRecord.Entry entry : concerning(records)) {
            aside.add(entry);
            asideAmount = asideAmount.plus(Amount.of(entry));
        }
        if (asideAmount.exceeds(atMost)) {
            forgetAside();
            tooMuchAside = true;
        }
    }

    private void forgetAside() {
        aside.clear();
        asideAmount = Amount.NONE;
    }

    /** The generation is shown. Returns what came in since it was begun. */
    List<SinkRecord> shown(Built built) {
        generation = built.generation();
        revision = built.standing().revision();
        listed = true;
        building = null;
        List<SinkRecord> since = List.copyOf(aside);
        forgetAside();
        return since;
    }

    /** Whether more came in than is kept aside, so that it has to be built again. */
    boolean tooMuchAside() {
        return tooMuchAside;
    }

    /** What leads to {@code to}. */
    Delta delta(Standing to, List<SinkRecord> records) {
        Map<FieldId, Field> fields = new LinkedHashMap<>();
        for (SinkRecord.Entry entry : concerning(records)) {
            if (entry.revision() > revision) {
                Field field = Fields.of(entry);
                fields.put(new FieldId(field.layer(), field.key()), field);
            }
        }
        return new Delta(environment, generation, revision, to, List.copyOf(fields.values()));
    }

    private List<SinkRecord.Entry> concerning(List<SinkRecord> records) {
        List<SinkRecord.Entry> entries = new ArrayList<>();
        for (SinkRecord record : records) {
            if (record instanceof SinkRecord.Entry entry && Fields.concerns(entry, environment, since)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Redis has taken the delta. */
    void reached(long now) {
        revision = now;
    }
}
