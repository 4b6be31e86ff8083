package io.headwater.core;

import java.util.Comparator;

/** One key in one scope: what an entry is known by. Ordered by scope, then key (by UTF-16 code unit). */
public record EntryId(Scope scope, String key) implements Comparable<EntryId> {
    private static final Comparator<EntryId> ORDER =
            Comparator.comparing(EntryId::scope).thenComparing(EntryId::key);

    /** The id of {@code key} for {@code service} in {@code environment}, either of which may be {@link Scope#EVERY}. */
    public static EntryId of(String service, String environment, String key) {
        return new EntryId(new Scope(service, environment), key);
    }

    @Override
    public int compareTo(EntryId other) {
        return ORDER.compare(this, other);
    }

    /** {@code service/environment/key}, for messages. */
    @Override
    public String toString() {
        return scope + "/" + key;
    }
}
