package io.headwater.propagator.redis;

import io.headwater.core.Times;
import io.headwater.propagator.sink.EnvironmentStore;
import io.headwater.propagator.sink.Standing;
import io.headwater.runtime.redis.LuaScript;
import io.headwater.runtime.redis.RedisClient;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.runtime.redis.RedisTuning;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.redis.CatalogEntry;
import io.headwater.schemas.redis.CatalogFields;
import io.headwater.schemas.redis.MetaFields;
import io.headwater.schemas.redis.RedisKeys;
import java.io.IOException;
import java.time.DateTimeException;
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
import org.redisson.api.RScript;
import org.redisson.api.RScript.ReturnType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link EnvironmentStore} in Redis: every change is one Lua call, so Redis compares and changes at once. */
public final class RedisStore implements EnvironmentStore {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStore.class);
    private static final int SWEEP_STEP = 200;
    private static final int PACKED = 512 << 10;

    private static final LuaScript APPLY = script("apply", ReturnType.VALUE);
    private static final LuaScript STORED = script("stored", ReturnType.LIST);
    private static final LuaScript BEGIN = script("begin", ReturnType.VALUE);
    private static final LuaScript WRITE = script("write", ReturnType.VALUE);
    private static final LuaScript REPLACE = script("replace", ReturnType.VALUE);
    private static final LuaScript GENERATIONS = script("generations", ReturnType.LIST);
    private static final LuaScript SWEEP = script("sweep", ReturnType.LONG);
    private static final LuaScript CATALOG = script("catalog", ReturnType.VALUE);
    private static final LuaScript READ_CATALOG = script("readcatalog", ReturnType.LIST);
    private static final LuaScript LEASE = script("lease", ReturnType.LONG);
    private static final LuaScript RELEASE = script("release", ReturnType.LONG);
    private static final LuaScript POLICY = script("policy", ReturnType.VALUE);

    // Many environments at once. Sending again is harmless, as a delta fits only once; giving up costs a new
    // comparison.
    private static final RedisTuning TUNING = new RedisTuning("headwater-propagator", 16, 4, 2);

    private final RedisClient redis;
    private final RScript scripts;
    private final RedisKeys keys;
    private final String changesKept;
    private final String exactPredecessor;
    private final String heedsHigher;

    /**
     * Connects when first used.
     *
     * @param changesKept how many changed keys an environment remembers for readers that are behind
     * @param exactPredecessor off only to prove what it is good for, see {@link io.headwater.propagator.Guards}
     * @param heedsHigher whether a state of a higher revision is never replaced; likewise
     */
    public RedisStore(RedisOptions options, int changesKept, boolean exactPredecessor, boolean heedsHigher) {
        this.redis = new RedisClient(options, TUNING);
        this.scripts = redis.redisson().getScript(TextOrBytes.INSTANCE);
        this.keys = new RedisKeys(options.prefix());
        this.changesKept = Integer.toString(changesKept);
        this.exactPredecessor = exactPredecessor ? "1" : "0";
        this.heedsHigher = heedsHigher ? "1" : "0";
    }

    private static LuaScript script(String name, ReturnType answers) {
        return LuaScript.read(RedisStore.class, name, answers);
    }

    @Override
    public CompletionStage<String> evictionPolicy() {
        return POLICY.callAsync(scripts, List.of(keys.catalog()));
    }

    @Override
    public CompletionStage<Optional<Stored>> stored(String environment) {
        return STORED.<List<String>>callAsync(scripts, List.of(keys.current(environment)), base(environment))
                .thenApply(answer -> answer.isEmpty()
                        ? Optional.empty()
                        : parse(answer.getFirst(), fields(answer.subList(1, answer.size())), environment));
    }

    @Override
    public CompletionStage<Outcome> apply(Delta delta) {
        String environment = delta.environment();
        Standing to = delta.to();
        List<Object> values = new ArrayList<>(10 + 3 * delta.fields().size());
        values.add(base(environment));
        values.add(delta.generation());
        values.add(delta.expected());
        values.add(to.revision());
        values.add(Times.format(to.time()));
        values.add(OffsetsText.encode(to.positions()));
        values.add(changesKept);
        values.add(keys.bell(environment));
        values.add(exactPredecessor);
        values.add(to.traceparent() == null ? "" : to.traceparent());
        for (Field field : delta.fields()) {
            values.add(field.layer());
            values.add(field.key());
            values.add(field.text());
        }
        return outcome(APPLY.callAsync(scripts, List.of(keys.current(environment)), values.toArray()));
    }

    @Override
    public CompletionStage<Outcome> begin(String environment, String generation) {
        return outcome(BEGIN.callAsync(
                scripts, List.of(keys.current(environment), keys.generations(environment)), generation));
    }

    @Override
    public CompletionStage<Outcome> write(String environment, String generation, int chunk, List<Field> fields) {
        Map<String, List<Field>> layers = new LinkedHashMap<>();
        for (Field field : fields) {
            layers.computeIfAbsent(field.layer(), layer -> new ArrayList<>()).add(field);
        }
        PackedStrings packed = new PackedStrings(PACKED);
        layers.forEach((layer, of) -> {
            packed.add(layer).add(Integer.toString(of.size()));
            of.forEach(field -> packed.add(field.key()).add(field.text()));
        });
        return outcome(WRITE.callAsync(
                scripts,
                List.of(keys.current(environment), keys.generations(environment)),
                base(environment),
                generation,
                chunk,
                packed.pack()));
    }

    @Override
    public CompletionStage<Outcome> replace(String replaces, Built by) {
        String environment = by.environment().name();
        Standing standing = by.standing();
        List<Object> values = new ArrayList<>(List.of(
                base(environment),
                replaces,
                by.generation(),
                by.chunks(),
                keys.bell(environment),
                standing.epoch(),
                standing.revision(),
                heedsHigher));
        meta(by).forEach((field, value) -> {
            values.add(field);
            values.add(value);
        });
        return outcome(REPLACE.callAsync(
                scripts, List.of(keys.current(environment), keys.generations(environment)), values.toArray()));
    }

    private static Map<String, Object> meta(Built by) {
        Standing standing = by.standing();
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put(MetaFields.REVISION, standing.revision());
        meta.put(MetaFields.EPOCH, standing.epoch());
        meta.put(MetaFields.TIME, Times.format(standing.time()));
        meta.put(MetaFields.FLOOR, standing.revision());
        meta.put(MetaFields.DELETIONS, by.deletions());
        meta.put(MetaFields.DELETED, by.environment().deleted() ? "1" : "0");
        meta.put(MetaFields.SINCE, by.environment().since());
        meta.put(MetaFields.CREATED, Times.format(by.created()));
        meta.put(MetaFields.OFFSETS, OffsetsText.encode(standing.positions()));
        meta.put(MetaFields.TOPIC, standing.topic());
        if (standing.traceparent() != null) {
            meta.put(MetaFields.TRACEPARENT, standing.traceparent());
        }
        return meta;
    }

    @Override
    public CompletionStage<Void> sweep(String environment, List<String> keep) {
        return GENERATIONS
                .<List<String>>callAsync(scripts, List.of(keys.generations(environment)))
                .thenCompose(all -> {
                    // What is begun from now on is not among them.
                    List<Object> values = new ArrayList<>(List.of(base(environment), SWEEP_STEP));
                    all.stream()
                            .filter(generation -> !keep.contains(generation))
                            .forEach(values::add);
                    return sweepSteps(environment, values.toArray());
                });
    }

    private CompletionStage<Void> sweepSteps(String environment, Object... values) {
        return SWEEP.<Long>callAsync(scripts, List.of(keys.current(environment), keys.generations(environment)), values)
                .thenCompose(
                        left -> left == 0 ? CompletableFuture.completedStage(null) : sweepSteps(environment, values));
    }

    @Override
    public CompletionStage<Optional<Catalog>> catalog() {
        return READ_CATALOG
                .<List<String>>callAsync(scripts, List.of(keys.catalog()))
                .thenApply(answer -> answer.isEmpty() ? Optional.empty() : parse(fields(answer)));
    }

    @Override
    public CompletionStage<Outcome> put(Catalog catalog) {
        Standing standing = catalog.standing();
        return outcome(CATALOG.callAsync(
                scripts,
                List.of(keys.catalog()),
                keys.catalogBell(),
                heedsHigher,
                standing.epoch(),
                standing.revision(),
                CatalogFields.REVISION,
                standing.revision(),
                CatalogFields.EPOCH,
                standing.epoch(),
                CatalogFields.TIME,
                Times.format(standing.time()),
                CatalogFields.TOPIC,
                standing.topic(),
                CatalogFields.OFFSETS,
                OffsetsText.encode(standing.positions()),
                CatalogFields.ENVIRONMENTS,
                CatalogEntry.encode(catalog.environments()).text()));
    }

    @Override
    public CompletionStage<Boolean> lease(String owner, Duration time) {
        return LEASE.<Long>callAsync(scripts, List.of(keys.lease()), owner, time.toMillis())
                .thenApply(answer -> answer == 1);
    }

    @Override
    public CompletionStage<Void> release(String owner) {
        return RELEASE.callAsync(scripts, List.of(keys.lease()), owner).thenAccept(answer -> {});
    }

    @Override
    public void close() {
        redis.close();
    }

    private String base(String environment) {
        return keys.environment(environment);
    }

    private static CompletionStage<Outcome> outcome(CompletionStage<String> answer) {
        return answer.thenApply(Outcome::valueOf);
    }

    private static Map<String, String> fields(List<String> flat) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(flat.get(i), flat.get(i + 1));
        }
        return fields;
    }

    /** What cannot be understood counts as not there: it is built anew. */
    private static Optional<Stored> parse(String generation, Map<String, String> meta, String environment) {
        try {
            return Optional.of(new Stored(
                    generation,
                    standing(meta),
                    Long.parseLong(required(meta, MetaFields.SINCE)),
                    required(meta, MetaFields.DELETED).equals("1"),
                    Long.parseLong(required(meta, MetaFields.FLOOR))));
        } catch (IOException | NumberFormatException | DateTimeException e) {
            LOG.warn("what Redis holds of {} cannot be understood: {}", environment, e.getMessage());
            Standing nowhere = new Standing(0, 0, Instant.EPOCH, Map.of(), "");
            return Optional.of(new Stored(generation, nowhere, 0, false, 0));
        }
    }

    private static Optional<Catalog> parse(Map<String, String> fields) {
        try {
            return Optional.of(
                    new Catalog(standing(fields), CatalogEntry.decode(required(fields, CatalogFields.ENVIRONMENTS))));
        } catch (IOException | NumberFormatException | DateTimeException | MalformedRecordException e) {
            LOG.warn("the catalog in Redis cannot be understood: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Standing standing(Map<String, String> fields) throws IOException {
        return new Standing(
                Long.parseLong(required(fields, MetaFields.EPOCH)),
                Long.parseLong(required(fields, MetaFields.REVISION)),
                Times.parse(required(fields, MetaFields.TIME)),
                OffsetsText.decode(required(fields, MetaFields.OFFSETS)),
                required(fields, MetaFields.TOPIC),
                fields.get(MetaFields.TRACEPARENT));
    }

    private static String required(Map<String, String> fields, String name) throws IOException {
        String value = fields.get(name);
        if (value == null) {
            throw new IOException("the field " + name + " is missing");
        }
        return value;
    }
}
