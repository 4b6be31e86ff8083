package io.headwater.reader.content;

/**
 * A clock so coarse that reading it costs next to nothing: it stands still until somebody moves it on. Good enough to tell
 * what was used lately from what was not. One thread moves it; any number read.
 */
public final class Ticks {
    private volatile int now = 1;

    /** The number of the present tick. */
    public int now() {
        return now;
    }

    /** The next tick. */
    public void advance() {
        now = now + 1;
    }
}
