package io.headwater.reader;

import io.headwater.core.EntryId;
import io.headwater.core.Scope;
import io.headwater.core.Times;
import io.headwater.runtime.redis.RedisClient;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.runtime.redis.RedisTuning;
import io.headwater.schemas.redis.CatalogEntry;
import io.headwater.schemas.redis.CatalogFields;
import io.headwater.schemas.redis.ChangedMember;
import io.headwater.schemas.redis.LayerText;
import io.headwater.schemas.redis.MetaFields;
import io.headwater.schemas.redis.RedisKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.redisson.Redisson;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * Writes the layout that the sink writes, from a history in memory, so that tests decide what Redis holds and when. Every
 * step is one MULTI, so readers see it whole.
 */
// Failures of a batch come out of its execute().
@SuppressWarnings("FutureReturnValueIgnored")
public final class LayoutWriter implements Sink, AutoCloseable {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final RedissonClient client;
    private final RedisKeys keys;
    private final Map<String, State> environments = new TreeMap<>();
    private long revision;
    private long epoch = 1;
    private int generations;
    private String traceparent = "";

    /** One change of a commit: a value as record JSON without the revision, or a deletion. */
    public record Put(String service, String environment, String key, String type, String value) {
        public static Put of(String service, String environment, String key, String type, String value) {
            return new Put(service, environment, key, type, value);
        }

        public static Put string(String service, String environment, String key, String text) {
            return new Put(service, environment, key, "string", '"' + text + '"');
        }

        public static Put delete(String service, String environment, String key) {
            return new Put(service, environment, key, "", "");
        }
    }

    private static final class State {
        private final long since;
        private String generation = "";
        private long floor;
        private long deletions;
        private final SortedMap<EntryId, String> texts = new TreeMap<>();

        State(long since) {
            this.since = since;
        }
    }

    public LayoutWriter(String uri, String prefix) {
        Config config = new Config();
        config.setThreads(1);
        config.setNettyThreads(1);
        config.useSingleServer()
                .setAddress(uri)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(4)
                .setSubscriptionConnectionMinimumIdleSize(0);
        this.client = Redisson.create(config);
        this.keys = new RedisKeys(prefix);
    }

    /** Writes to where a reader with the same options reads. */
    public LayoutWriter(RedisOptions options) {
        this.client = new RedisClient(options, new RedisTuning("layout-writer", 4, 2, 0)).redisson();
        this.keys = new RedisKeys(options.prefix());
    }

    public RedissonClient client() {
        return client;
    }

    public RedisKeys keys() {
        return keys;
    }

    @Override
    public long revision() {
        return revision;
    }

    public String generation(String environment) {
        return environments.get(environment).generation;
    }

    public void epoch(long now) {
        epoch = now;
    }

    /** The trace context of the commits that follow. */
    public void traceparent(String now) {
        traceparent = now;
    }

    /** Forgets the history, as a restore from a backup does. */
    public void backTo(long earlier) {
        revision = earlier;
        environments.clear();
    }

    /** A commit that creates an environment. */
    @Override
    public LayoutWriter environment(String name) {
        revision++;
        State state = new State(revision);
        environments.put(name, state);
        build(name);
        bell();
        return this;
    }

    /** A commit that deletes an environment. */
    @Override
    public void deleteEnvironment(String name) {
        revision++;
        State state = environments.remove(name);
        state.texts.clear();
        state.floor = revision;
        String generation = "g" + ++generations;
        Map<String, String> meta = meta(state);
        meta.put(MetaFields.DELETED, "1");
        RBatch batch = batch();
        batch.getMap(keys.meta(name, generation), StringCodec.INSTANCE).putAllAsync(meta);
        batch.getBucket(keys.current(name), StringCodec.INSTANCE).setAsync(generation);
        batch.getTopic(keys.bell(name), StringCodec.INSTANCE).publishAsync(Long.toString(revision));
        batch.execute();
        bell();
    }

    /** One commit, in every environment that there is and then in the catalog. */
    @Override
    public long commit(Put... changes) {
        return commit(true, changes);
    }

    /** One commit whose bells are lost. */
    public long silently(Put... changes) {
        return commit(false, changes);
    }

    private long commit(boolean ring, Put... changes) {
        revision++;
        environments.forEach((name, state) -> {
            RBatch batch = batch();
            for (Put change : changes) {
                if (change.environment().equals(name) || change.environment().equals(Scope.EVERY)) {
                    apply(batch, name, state, change);
                }
            }
            batch.getMap(keys.meta(name, state.generation), StringCodec.INSTANCE)
                    .putAllAsync(meta(state));
            if (ring) {
                batch.getTopic(keys.bell(name), StringCodec.INSTANCE).publishAsync(Long.toString(revision));
            }
            batch.execute();
        });
        catalog(ring);
        return revision;
    }

    private void apply(RBatch batch, String environment, State state, Put change) {
        EntryId id = EntryId.of(change.service(), change.environment(), change.key());
        String json = change.value().isEmpty()
                ? ""
                : "{\"type\":\"" + change.type() + "\",\"value\":" + change.value() + ",\"revision\":" + revision + "}";
        String text = new String(
                LayerText.encode(revision, time().toEpochMilli(), json.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
        state.texts.put(id, text);
        batch.getMap(keys.layer(environment, state.generation, id.scope()), StringCodec.INSTANCE)
                .fastPutAsync(change.key(), text);
        batch.getScoredSortedSet(keys.changed(environment, state.generation), StringCodec.INSTANCE)
                .addAsync((double) revision, ChangedMember.encode(id));
    }

    /** Builds another generation of an environment and switches to it. Its layers do not know what changed before. */
    @Override
    public void build(String name) {
        State state = environments.get(name);
        String generation = "g" + ++generations;
        state.floor = revision;
        RBatch batch = batch();
        state.texts.forEach((id, text) -> batch.getMap(keys.layer(name, generation, id.scope()), StringCodec.INSTANCE)
                .fastPutAsync(id.key(), text));
        batch.getMap(keys.meta(name, generation), StringCodec.INSTANCE).putAllAsync(meta(state));
        batch.getBucket(keys.current(name), StringCodec.INSTANCE).setAsync(generation);
        batch.getTopic(keys.bell(name), StringCodec.INSTANCE).publishAsync(Long.toString(revision));
        batch.execute();
        state.generation = generation;
    }

    /** From the next build on, deletions up to now are forgotten, as compaction does in the end. */
    public void forgetDeletions(String name) {
        State state = environments.get(name);
        state.deletions = revision;
        state.texts.values().removeIf(text -> text.endsWith(" "));
    }

    /** Writes everything anew, as after Redis lost it. */
    public void rebuild() {
        environments.keySet().forEach(this::build);
        bell();
    }

    public void bell() {
        catalog(true);
    }

    private void catalog(boolean ring) {
        List<CatalogEntry> entries = new ArrayList<>();
        environments.forEach((name, state) -> entries.add(new CatalogEntry(name, 1, false, state.since)));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(CatalogFields.REVISION, Long.toString(revision));
        fields.put(CatalogFields.EPOCH, Long.toString(epoch));
        fields.put(CatalogFields.TIME, Times.format(time()));
        fields.put(CatalogFields.ENVIRONMENTS, CatalogEntry.encode(entries).text());
        RBatch batch = batch();
        batch.getMap(keys.catalog(), StringCodec.INSTANCE).putAllAsync(fields);
        if (ring) {
            batch.getTopic(keys.catalogBell(), StringCodec.INSTANCE).publishAsync(Long.toString(revision));
        }
        batch.execute();
    }

    private Map<String, String> meta(State state) {
        Map<String, String> meta = new LinkedHashMap<>();
        meta.put(MetaFields.REVISION, Long.toString(revision));
        meta.put(MetaFields.EPOCH, Long.toString(epoch));
        meta.put(MetaFields.TIME, Times.format(time()));
        meta.put(MetaFields.FLOOR, Long.toString(state.floor));
        meta.put(MetaFields.DELETIONS, Long.toString(state.deletions));
        meta.put(MetaFields.DELETED, "0");
        meta.put(MetaFields.SINCE, Long.toString(state.since));
        meta.put(MetaFields.CREATED, Times.format(START));
        meta.put(MetaFields.TRACEPARENT, traceparent);
        return meta;
    }

    private Instant time() {
        return START.plusSeconds(revision);
    }

    private RBatch batch() {
        return client.createBatch(BatchOptions.defaults().executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
