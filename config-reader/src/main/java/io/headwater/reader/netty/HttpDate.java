package io.headwater.reader.netty;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Status lines with the header {@code Date} behind them, as bytes that are made once a second. Belongs to an event loop. */
final class HttpDate {
    // RFC 9110, section 5.6.7; unlike RFC_1123_DATE_TIME of the JDK, the day has two digits.
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private long second;
    private byte[] ok = new byte[0];
    private byte[] notModified = new byte[0];
    private byte[] line = new byte[0];

    HttpDate(InstantSource clock) {
        this.clock = clock;
        tick();
    }

    /** Makes them anew if the second has changed. */
    void tick() {
        Instant now = clock.instant();
        if (now.getEpochSecond() == second) {
            return;
        }
        second = now.getEpochSecond();
        String text = "Date: " + FORMAT.format(now) + "\r\n";
        line = Variant.ascii(text);
        ok = Variant.ascii("HTTP/1.1 200 OK\r\n" + text);
        notModified = Variant.ascii("HTTP/1.1 304 Not Modified\r\n" + text);
    }

    byte[] ok() {
        return ok;
    }

    byte[] notModified() {
        return notModified;
    }

    byte[] line() {
        return line;
    }
}
