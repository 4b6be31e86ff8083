package io.headwater.propagator.sink;

import io.headwater.propagator.sink.EnvironmentStore.Field;
import io.headwater.schemas.redis.LayerText;
import io.headwater.schemas.redis.RedisKeys;

/** Entries as fields of layers, and which of them an environment has. */
final class Fields {
    private Fields() {}

    static Field of(SinkRecord.Entry entry) {
        return new Field(
                RedisKeys.layerSuffix(entry.scope()),
                entry.key(),
                LayerText.encode(entry.revision(), entry.millis(), entry.value()));
    }

    /**
     * Whether an environment has an entry. Of its own it has none that is older than itself: that one belonged to an
     * environment of the same name that was deleted (rule 13).
     */
    static boolean concerns(SinkRecord.Entry entry, String environment, long since) {
        return entry.scope().everyEnvironment()
                || (entry.scope().environment().equals(environment) && entry.revision() >= since);
    }
}
