package io.headwater.schemas.redis;

/** Fields of an environment's {@linkplain RedisKeys#meta meta hash}. */
public final class MetaFields {
    /** Everything up to this commit is in. */
    public static final String REVISION = "revision";
    /** 1 until a restore from a backup. */
    public static final String EPOCH = "epoch";
    /** When the commit of {@link #REVISION} was made, RFC 3339. */
    public static final String TIME = "time";
    /** What changed after this revision is completely in {@link RedisKeys#changed}. */
    public static final String FLOOR = "floor";
    /** The layers hold every deletion after this revision; older ones may be forgotten. */
    public static final String DELETIONS = "deletions";
    /** {@code 1} where the environment is deleted, and this generation is empty; else {@code 0}. */
    public static final String DELETED = "deleted";
    /** The commit that created the environment; nothing in its own scopes is older. */
    public static final String SINCE = "since";
    /** When the environment was created, or last changed where only that is known, RFC 3339. */
    public static final String CREATED = "created";
    /** Where the sink goes on: JSON from partition to offset and leader epoch. */
    public static final String OFFSETS = "offsets";
    /** W3C trace context of the commit of {@link #REVISION}; absent where it has none. */
    public static final String TRACEPARENT = "traceparent";
    /** Id of the Kafka topic that the offsets belong to. */
    public static final String TOPIC = "topic";

    private MetaFields() {}
}
