package io.headwater.schemas.redis;

/** Fields of the {@linkplain RedisKeys#catalog catalog}. */
public final class CatalogFields {
    /** The list of environments is complete up to this commit. */
    public static final String REVISION = "revision";
    /** 1 until a restore from a backup. */
    public static final String EPOCH = "epoch";
    /** When the commit of {@link #REVISION} was made, RFC 3339. */
    public static final String TIME = "time";
    /** Id of the Kafka topic that it was read from. */
    public static final String TOPIC = "topic";
    /** The environments that exist, as {@link CatalogEntry} says. */
    public static final String ENVIRONMENTS = "environments";

    /** Where the sink goes on: JSON from partition to offset and leader epoch. */
    public static final String OFFSETS = "offsets";

    private CatalogFields() {}
}
