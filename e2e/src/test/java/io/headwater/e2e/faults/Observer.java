package io.headwater.e2e.faults;

import java.io.IOException;

/** Looks again and again, in a thread of its own. */
interface Observer {
    /** Looks once, or for a while. @throws IOException if nobody answered; it is tried again */
    void step() throws IOException;

    /** Gives up what it waits for. */
    default void end() {}
}
