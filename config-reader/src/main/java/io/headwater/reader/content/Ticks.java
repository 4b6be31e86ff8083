package io.headwater.reader.content;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A clock so coarse that reading it costs next to nothing: it stands still until somebody moves it on. Good enough to tell
 * what was used lately from what was not. Thread-safe.
 */
public final class Ticks {
    private final AtomicInteger now = new AtomicInteger(1);

    /** The number of the present tick. */
    public int now() {
        return now.get();
    }

    /** The next tick. */
    public void advance() {
        int _ = now.incrementAndGet();
    }
}
