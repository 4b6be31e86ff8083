package io.headwater.schemas.redis;

import io.headwater.core.EntryId;

/** Members of {@link RedisKeys#changed}: {@code service:environment:key}. Only the key may have colons. */
public final class ChangedMember {
    private ChangedMember() {}

    /** The member for an entry. */
    public static String encode(EntryId id) {
        return id.scope().service() + ":" + id.scope().environment() + ":" + id.key();
    }

    /**
     * The entry that a member stands for.
     *
     * @throws IllegalArgumentException if it has not two colons
     */
    public static EntryId decode(String member) {
        int first = member.indexOf(':');
        int second = member.indexOf(':', first + 1);
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException("not service:environment:key");
        }
        return EntryId.of(
                member.substring(0, first), member.substring(first + 1, second), member.substring(second + 1));
    }
}
