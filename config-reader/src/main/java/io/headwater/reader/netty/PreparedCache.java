package io.headwater.reader.netty;

import io.headwater.reader.content.ServiceContents;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has prepared, by the bytes of the path, bounded in number and bytes. A path has four places where it
 * can be; a fifth that falls there takes the place of one of them, which is then prepared anew when it is asked for.
 */
final class PreparedCache {
    private static final int SETS = 4_096;
    private static final int WAYS = 4;

    private final @Nullable Prepared[] places = new Prepared[SETS * WAYS];
    private final long mostBytes;
    private long bytes;
    private int victim;

    /** @param mostBytes bodies may take so much together; when they would take more, all are forgotten */
    PreparedCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** What is prepared for a path. */
    @Nullable Prepared find(byte[] bytes, int start, int end) {
        int set = set(bytes, start, end);
        for (int i = set; i < set + WAYS; i++) {
            Prepared there = places[i];
            if (there != null && Arrays.equals(there.path(), 0, there.path().length, bytes, start, end)) {
                there.use();
                return there;
            }
        }
        return null;
    }

    /** Keeps one, in the place of an earlier one of the same path. */
    void put(Prepared prepared) {
        byte[] path = prepared.path();
        int set = set(path, 0, path.length);
        int place = -1;
        for (int i = set; i < set + WAYS; i++) {
            Prepared there = places[i];
            if (there == null) {
                place = place < 0 ? i : place;
            } else if (Arrays.equals(there.path(), path)) {
                place = i;
                break;
            }
        }
        if (place < 0) {
            victim = (victim + 1) % WAYS;
            place = set + victim;
        }
        replace(place, prepared);
    }

    // The same content is the same object.
    @SuppressWarnings("ReferenceEquality")
    private void replace(int place, Prepared prepared) {
        Prepared before = places[place];
        if (before != null) {
            bytes -= before.bytes();
            if (before.content() == prepared.content() && Arrays.equals(before.path(), prepared.path())) {
                prepared.addAll(before);
            } else {
                before.release();
            }
        }
        places[place] = prepared;
        bytes += prepared.bytes();
        if (bytes > mostBytes) {
            clear(place);
            bytes = prepared.bytes();
        }
    }

    private void clear(int except) {
        for (int i = 0; i < places.length; i++) {
            Prepared there = places[i];
            if (there != null && i != except) {
                there.release();
                places[i] = null;
            }
        }
    }

    /** Forgets everything. */
    void clear() {
        clear(-1);
        bytes = 0;
    }

    /**
     * Forgets what nobody asked for since the last time, and what has become old: it would keep a view alive.
     *
     * @param contents told of what is in use, lest it be dropped there
     */
    // A view is the present one only if it is the same object.
    @SuppressWarnings("ReferenceEquality")
    void sweep(ServiceContents contents) {
        bytes = 0;
        for (int i = 0; i < places.length; i++) {
            Prepared there = places[i];
            if (there == null) {
                continue;
            }
            boolean used = there.takeUsed();
            if (!used && there.view() != there.views().current()) {
                there.release();
                places[i] = null;
            } else {
                if (used) {
                    contents.use(there.target().environment(), there.target().service());
                }
                bytes += there.bytes();
            }
        }
    }

    private static int set(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + bytes[i];
        }
        hash ^= hash >>> 15;
        return (hash & (SETS - 1)) * WAYS;
    }
}
