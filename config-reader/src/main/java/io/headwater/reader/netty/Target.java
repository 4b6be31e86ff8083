package io.headwater.reader.netty;

import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.runtime.http.RequestPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path of the read API names.
 *
 * @param key null for a whole snapshot
 */
record Target(String service, String environment, @Nullable String key) {
    private static final String SNAPSHOTS = "snapshots";
    private static final String STREAM = "stream";

    /** The target of a snapshot's or lookup's path; null if it is another path, or one that has to be refused. */
    static @Nullable Target ofSnapshot(byte[] path) {
        return of(path, SNAPSHOTS, 5);
    }

    /** The target of a stream's path; null as with {@link #ofSnapshot}. */
    static @Nullable Target ofStream(byte[] path) {
        return of(path, STREAM, 4);
    }

    private static @Nullable Target of(byte[] path, String kind, int longest) {
        try {
            List<String> segments = RequestPath.segments(new String(path, StandardCharsets.US_ASCII));
            boolean fits = segments.size() >= 4
                    && segments.size() <= longest
                    && segments.get(0).equals("v1")
                    && segments.get(1).equals(kind);
            return fits
                    ? new Target(
                            Names.service("service", segments.get(2)),
                            Names.environment("environment", segments.get(3)),
                            segments.size() == 5 ? Names.key("key", segments.get(4)) : null)
                    : null;
        } catch (HeadwaterException refused) {
            return null;
        }
    }
}
