package io.headwater.schemas.redis;

import io.headwater.core.Scope;

/**
 * Names of keys and channels. All keys of an environment share a hash tag, so that one Lua call may touch them on a
 * Redis Cluster as well; what is not about one environment has the tag {@code _}, which no environment can be named.
 *
 * @param prefix what every name starts with, so that several systems can share a server
 */
public record RedisKeys(String prefix) {
    /** The prefix where nothing else is set. */
    public static final String DEFAULT_PREFIX = "hw";

    /** What every key of an environment starts with. */
    public String environment(String environment) {
        return tag(environment);
    }

    /** Holds the id of the generation to read. Absent: not built yet, or lost. */
    public String current(String environment) {
        return tag(environment) + "current";
    }

    /** Hash of the sink: every generation that exists, and whether it is still being built. */
    public String generations(String environment) {
        return tag(environment) + "generations";
    }

    /** Channel that is rung, with the revision as decimal text, when the environment changed. */
    public String bell(String environment) {
        return tag(environment) + "bell";
    }

    /** What every key of one generation starts with. */
    public String generation(String environment, String generation) {
        return tag(environment) + generation + ":";
    }

    /** Hash of {@link MetaFields}. */
    public String meta(String environment, String generation) {
        return generation(environment, generation) + "meta";
    }

    /** Hash from key to {@link LayerText}. A layer that never had an entry has none. */
    public String layer(String environment, String generation, Scope scope) {
        return generation(environment, generation) + layerSuffix(scope);
    }

    /** The part of {@link #layer} behind the generation. */
    public static String layerSuffix(Scope scope) {
        return "layer:" + scope.service() + ":" + scope.environment();
    }

    /** Sorted set of {@link ChangedMember} by revision: what changed of late. */
    public String changed(String environment, String generation) {
        return generation(environment, generation) + "changed";
    }

    /** Hash of {@link CatalogFields}. Absent: Redis is not built yet, or lost. */
    public String catalog() {
        return tag(Scope.EVERY) + "catalog";
    }

    /** Channel that is rung, with the revision, when the catalog was written. */
    public String catalogBell() {
        return tag(Scope.EVERY) + "bell";
    }

    /** The lease of the sink that writes to this Redis. */
    public String lease() {
        return tag(Scope.EVERY) + "sink";
    }

    /** Hash from the id of a reader replica to what it serves. */
    public String readers() {
        return tag(Scope.EVERY) + "readers";
    }

    /** Channel that is rung when {@link #readers} changed. */
    public String reports() {
        return tag(Scope.EVERY) + "reports";
    }

    private String tag(String environment) {
        return prefix + ":{" + environment + "}:";
    }
}
