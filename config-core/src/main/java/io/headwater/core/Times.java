package io.headwater.core;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times on the wire: RFC 3339, UTC, always three digits of milliseconds. */
public final class Times {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /** The wire form, for example {@code 2026-11-01T08:30:00.000Z}. Cuts what is below a millisecond. */
    public static String format(Instant time) {
        return FORMAT.format(time);
    }

    /**
     * Reads any RFC 3339 time.
     *
     * @throws java.time.format.DateTimeParseException if it is none
     */
    public static Instant parse(String text) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from).truncatedTo(ChronoUnit.MILLIS);
    }
}
