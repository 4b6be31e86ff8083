package io.headwater.reader.netty;

/**
 * Timers of one event loop: heartbeats, time-outs, ends of waits. Setting one and taking it back costs the same however many
 * there are (Varghese and Lauck, "Hashed and hierarchical timing wheels", scheme 6). Used by its event loop only.
 */
final class TimerWheel {
    private static final int SLOTS = 512;

    private final long tickNanos;
    private final Timer[] slots = new Timer[SLOTS];
    private final Timer passing = new End();
    private long tick;
    private long now;

    /** Something that happens later. It can be set again as often as one likes, and is set once at a time. */
    abstract static class Timer {
        private long due;
        private Timer next = this;
        private Timer previous = this;

        /** Called when its time has come. It is not set any more, and may be set again. */
        abstract void due();

        private void unlink() {
            next.previous = previous;
            previous.next = next;
            next = this;
            previous = this;
        }

        private void linkBefore(Timer end) {
            next = end;
            previous = end.previous;
            previous.next = this;
            end.previous = this;
        }
    }

    /** Where the ring of a slot begins and ends. */
    private static final class End extends Timer {
        @Override
        void due() {
            throw new IllegalStateException("the end of a ring is never due");
        }

        /** Takes over all timers of another ring. */
        // A ring ends where it began, at the same object.
        @SuppressWarnings("ReferenceEquality")
        private void takeAll(Timer other) {
            if (other.next != other) {
                super.next = other.next;
                super.previous = other.previous;
                super.next.previous = this;
                super.previous.next = this;
                other.next = other;
                other.previous = other;
            }
        }
    }

    /**
     * @param tickNanos timers are late by up to so much
     * @param now as {@link System#nanoTime}
     */
    TimerWheel(long tickNanos, long now) {
        this.tickNanos = tickNanos;
        this.now = now;
        this.tick = Math.floorDiv(now, tickNanos);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new End();
        }
    }

    /** The time of the last turn: a clock for what need not be exact. */
    long now() {
        return now;
    }

    /** Sets a timer to a time from the last turn on, whatever it was set to. */
    void set(Timer timer, long inNanos) {
        timer.unlink();
        timer.due = now + Math.max(0, inNanos);
        long due = Math.max(Math.floorDiv(timer.due, tickNanos) + 1, tick + 1);
        timer.linkBefore(slots[Math.floorMod(due, SLOTS)]);
    }

    /** Takes a timer back. */
    void unset(Timer timer) {
        timer.unlink();
    }

    /** Turns the wheel on to a time, and lets happen what is due. */
    void turn(long to) {
        now = to;
        long last = Math.floorDiv(to, tickNanos);
        // After a pause of more than a whole turn it is enough to pass every slot once.
        for (long passed = Math.max(tick + 1, last - SLOTS + 1); passed <= last; passed++) {
            tick = passed;
            happen(slots[Math.floorMod(passed, SLOTS)]);
        }
    }

    // A ring ends where it began, at the same object.
    @SuppressWarnings("ReferenceEquality")
    private void happen(Timer slot) {
        ((End) passing).takeAll(slot);
        while (passing.next != passing) {
            Timer timer = passing.next;
            timer.unlink();
            if (timer.due - now <= 0) {
                timer.due();
            } else {
                timer.linkBefore(slot);
            }
        }
    }
}
