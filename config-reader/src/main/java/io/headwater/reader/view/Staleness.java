package io.headwater.reader.view;

import java.nio.charset.StandardCharsets;

/**
 * For how long nothing newer can have been seen of an environment, ready to be sent. Made anew some times a second while
 * contact is lost, and shared by all answers until then. Immutable.
 */
public final class Staleness {
    /** The header that says it. Its value is a number of milliseconds. There is none while contact is good. */
    public static final String HEADER = "Headwater-Stale";

    private final long millis;
    private final String text;
    private final byte[] line;

    Staleness(long millis) {
        this.millis = millis;
        this.text = Long.toString(millis);
        this.line = (HEADER + ": " + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Milliseconds since the last good contact. */
    public long millis() {
        return millis;
    }

    /** The value of the header. */
    public String text() {
        return text;
    }

    /** The header as it is sent by HTTP/1.1, with its line break. Nobody may change the bytes. */
    public byte[] line() {
        return line;
    }
}
