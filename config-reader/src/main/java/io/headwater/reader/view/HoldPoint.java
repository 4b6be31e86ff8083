package io.headwater.reader.view;

/** Named places at which a test can hold the reader, to play an interleaving. In production nothing happens there. */
@FunctionalInterface
public interface HoldPoint {

    /** Does nothing. */
    HoldPoint NONE = (place, environment) -> {};

    /** Called by the thread that is there; the reader goes on when this returns. */
    void reached(Place place, String environment);

    /** The places. */
    enum Place {
        /** A page has been read and not been used. */
        PAGE_READ,
        /** The next view is complete and not installed. */
        BEFORE_INSTALL,
        /** The view is installed and nobody has been told. */
        INSTALLED
    }
}
