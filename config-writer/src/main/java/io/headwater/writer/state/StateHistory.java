package io.headwater.writer.state;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The newest states, so that the pages of a list stay at the first page's revision. Bounded by number and by the bytes
 * of the commits between them, since old states keep old values alive. Safe for use by several threads.
 */
public final class StateHistory {
    private record Kept(State state, long weight) {}

    private final int most;
    private final long mostWeight;
    private final Deque<Kept> states = new ArrayDeque<>();
    private long weight;

    /**
     * @param most how many states are kept at most
     * @param mostWeight how large all changes between them may be, in bytes
     */
    public StateHistory(int most, long mostWeight) {
        this.most = most;
        this.mostWeight = mostWeight;
    }

    /**
     * Adds the newest state.
     *
     * @param added bytes of the commit that led to it
     */
    public synchronized void add(State state, long added) {
        states.addLast(new Kept(state, added));
        weight += added;
        while (states.size() > 1 && (states.size() > most || weight > mostWeight)) {
            weight -= states.removeFirst().weight();
        }
    }

    /** The state at exactly this revision, if it is still kept. */
    public synchronized Optional<State> at(long revision) {
        return newest(state -> state.revision() <= revision).filter(state -> state.revision() == revision);
    }

    /** The newest state that is not younger than {@code time}, if it is still kept. */
    public synchronized Optional<State> at(Instant time) {
        return newest(state -> !state.time().isAfter(time));
    }

    private Optional<State> newest(java.util.function.Predicate<State> fits) {
        for (Iterator<Kept> newestFirst = states.descendingIterator(); newestFirst.hasNext(); ) {
            State state = newestFirst.next().state();
            if (fits.test(state)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
