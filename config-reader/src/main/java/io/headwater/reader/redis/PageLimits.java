package io.headwater.reader.redis;

/**
 * How much one call reads from Redis.
 *
 * @param changes more changed keys than this in one step, and the layers are loaded again
 * @param bytes one call reads about this much and no more, so that it does not hold up others
 */
public record PageLimits(int changes, long bytes) {
    /** What the settings default to. */
    public static final PageLimits DEFAULT = new PageLimits(10_000, 8 << 20);
}
