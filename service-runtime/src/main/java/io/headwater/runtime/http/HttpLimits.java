package io.headwater.runtime.http;

import java.time.Duration;

/**
 * What a public port accepts, and for how long it waits.
 *
 * @param bodyBytes a request body may be this large
 * @param headerBytes request line and headers together may be this large
 * @param idle a connection on which nothing arrives for this long is closed; also the longest pause inside of a body
 * @param bodyWithin a request body has to be complete after this time, however steadily it drips
 * @param drainWithin requests in flight have this long to finish when the server stops
 */
public record HttpLimits(long bodyBytes, int headerBytes, Duration idle, Duration bodyWithin, Duration drainWithin) {

    /** 8 MiB bodies, 16 KiB of headers, 30 s of silence, 30 s for a body, 4 s to finish. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(8L << 20, 16 << 10, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(4));

    public HttpLimits withIdle(Duration silence) {
        return new HttpLimits(bodyBytes, headerBytes, silence, bodyWithin, drainWithin);
    }

    public HttpLimits withBodyBytes(long bytes) {
        return new HttpLimits(bytes, headerBytes, idle, bodyWithin, drainWithin);
    }
}
