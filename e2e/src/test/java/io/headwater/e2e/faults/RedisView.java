package io.headwater.e2e.faults;

import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.redis.CatalogFields;
import io.headwater.schemas.redis.LayerText;
import io.headwater.schemas.redis.MetaFields;
import io.headwater.schemas.redis.RedisKeys;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads an environment in Redis as a reader does, with code of its own. */
final class RedisView implements AutoCloseable {
    private final RespConnection redis;
    private final RedisKeys keys = new RedisKeys(RedisKeys.DEFAULT_PREFIX);

    RedisView(int port) throws IOException {
        this.redis = new RespConnection(port);
    }

    /** Fields of the meta hash of the current generation; empty where there is none. */
    Map<String, String> meta(String environment) throws IOException {
        Optional<String> generation = generation(environment);
        return generation.isEmpty() ? Map.of() : hash(keys.meta(environment, generation.get()));
    }

    long revision(String environment) throws IOException {
        return Long.parseLong(meta(environment).getOrDefault(MetaFields.REVISION, "-1"));
    }

    /** The revision of the catalog; -1 where there is none. */
    long catalogRevision() throws IOException {
        return Long.parseLong(hash(keys.catalog()).getOrDefault(CatalogFields.REVISION, "-1"));
    }

    /** The entries of a scope that are stored for an environment, deletions included. */
    Map<String, LayerEntry> layer(String environment, Scope scope) throws IOException {
        Optional<String> generation = generation(environment);
        Map<String, LayerEntry> layer = new TreeMap<>();
        if (generation.isPresent()) {
            for (var field :
                    hash(keys.layer(environment, generation.get(), scope)).entrySet()) {
                try {
                    layer.put(field.getKey(), LayerText.decode(field.getValue()));
                } catch (MalformedRecordException e) {
                    throw new AssertionError("Redis holds " + field, e);
                }
            }
        }
        return layer;
    }

    private Optional<String> generation(String environment) throws IOException {
        return redis.call("GET", keys.current(environment)).stream().findFirst();
    }

    private Map<String, String> hash(String key) throws IOException {
        List<String> flat = redis.call("HGETALL", key);
        Map<String, String> hash = new HashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            hash.put(flat.get(i), flat.get(i + 1));
        }
        return hash;
    }

    @Override
    public void close() throws IOException {
        redis.close();
    }
}
