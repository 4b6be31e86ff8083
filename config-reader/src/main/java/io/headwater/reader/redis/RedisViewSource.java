package io.headwater.reader.redis;

import io.headwater.core.Scope;
import io.headwater.core.Times;
import io.headwater.reader.view.Catalog;
import io.headwater.reader.view.Page;
import io.headwater.reader.view.SourceException;
import io.headwater.reader.view.ViewSource;
import io.headwater.runtime.redis.LuaScript;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.redis.CatalogEntry;
import io.headwater.schemas.redis.CatalogFields;
import io.headwater.schemas.redis.RedisKeys;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RTopic;
import org.redisson.api.listener.MessageListener;
import org.redisson.client.codec.StringCodec;

/** What the sink keeps in Redis, read with one Lua call a page. Always from the master. */
public final class RedisViewSource implements ViewSource {
    private static final int MOST_LAYERS = 256;
    private static final LuaScript READ = LuaScript.read(RedisViewSource.class, "read", ReturnType.LIST);

    private final RedisConnection connection;
    private final PageLimits limits;
    private final RedisKeys keys;
    private final LayerReader layerReader = new LayerReader();

    public RedisViewSource(RedisConnection connection, PageLimits limits) {
        this.connection = connection;
        this.limits = limits;
        this.keys = new RedisKeys(connection.options().prefix());
    }

    @Override
    public Optional<Catalog> catalog() {
        Map<String, String> fields = connection.call(client -> client.<String, String>getMap(
                        keys.catalog(), StringCodec.INSTANCE)
                .getAll(Set.of(
                        CatalogFields.REVISION, CatalogFields.EPOCH, CatalogFields.TIME, CatalogFields.ENVIRONMENTS)));
        String revision = fields.get(CatalogFields.REVISION);
        String environments = fields.get(CatalogFields.ENVIRONMENTS);
        if (revision == null || environments == null) {
            return Optional.empty();
        }
        try {
            Map<String, Long> since = new HashMap<>();
            CatalogEntry.decode(environments).forEach(entry -> since.put(entry.name(), entry.since()));
            long epoch = Long.parseLong(fields.getOrDefault(CatalogFields.EPOCH, "1"));
            String time = fields.get(CatalogFields.TIME);
            return Optional.of(new Catalog(
                    epoch, Long.parseLong(revision), time == null ? Instant.EPOCH : Times.parse(time), since));
        } catch (MalformedRecordException | NumberFormatException | DateTimeException e) {
            throw new SourceException("the catalog in Redis cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Page read(Page.Request request) {
        List<Scope> wanted = request.wanted()
                .subList(0, Math.min(MOST_LAYERS, request.wanted().size()));
        List<Object> arguments = new ArrayList<>();
        Page.Held held = request.held();
        arguments.add(prefixOf(request.environment()));
        arguments.add(held == null ? "" : held.generation());
        arguments.add(held == null ? "0" : Long.toString(held.revision()));
        arguments.add(held == null ? "" : Long.toString(held.since()));
        arguments.add(Integer.toString(limits.changes()));
        arguments.add(Long.toString(limits.bytes()));
        wanted.forEach(scope -> arguments.add(RedisKeys.layerSuffix(scope)));
        List<Object> key = List.of(keys.current(request.environment()));
        List<String> answer =
                connection.call(client -> READ.call(client.getScript(StringCodec.INSTANCE), key, arguments.toArray()));
        try {
            return layerReader.page(answer, wanted);
        } catch (RuntimeException e) {
            throw new SourceException(
                    "the state of " + request.environment() + " in Redis cannot be read: " + e.getMessage(), e);
        }
    }

    /** What every key of an environment starts with, in front of the generation. */
    private String prefixOf(String environment) {
        String current = keys.current(environment);
        return current.substring(0, current.length() - "current".length());
    }

    @Override
    public Subscription listen(String environment, Runnable bell) {
        String channel = environment.equals(Scope.EVERY) ? keys.catalogBell() : keys.bell(environment);
        MessageListener<String> listener = (name, message) -> bell.run();
        RTopic topic = connection.call(client -> {
            RTopic found = client.getTopic(channel, StringCodec.INSTANCE);
            found.addListener(String.class, listener);
            return found;
        });
        return () -> topic.removeListener(listener);
    }

    /** How many texts could not be read. */
    public long malformed() {
        return layerReader.malformed();
    }
}
