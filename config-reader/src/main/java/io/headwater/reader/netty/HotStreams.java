package io.headwater.reader.netty;

import io.headwater.reader.stream.Asked;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.View;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streams that can begin at once: of what is held. All others begin with Javalin, which waits for what is not, or refuses. */
final class HotStreams {
    private static final byte[] PREFIX = Variant.ascii("/v1/stream/");

    private final Environments environments;
    private final ReadQuery query;

    HotStreams(Environments environments, Duration longest) {
        this.environments = environments;
        this.query = new ReadQuery(longest);
    }

    /** Whether a path is one of streams. */
    static boolean owns(RequestHead head) {
        int from = head.pathStart;
        return head.pathEnd - from > PREFIX.length
                && Arrays.equals(head.bytes, from, from + PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    /** The stream that a request asks for; null if it cannot begin here. */
    @Nullable StreamRequest request(RequestHead head) {
        if (head.head
                || !query.read(head.bytes, head.queryStart, head.queryEnd)
                || query.waitNanos >= 0
                || query.format != null) {
            return null;
        }
        long lastSeen = number(head, head.lastEventId);
        long epoch = number(head, head.epoch);
        Target target = lastSeen < -1 || epoch < -1
                ? null
                : Target.ofStream(Arrays.copyOfRange(head.bytes, head.pathStart, head.pathEnd));
        EnvironmentViews views =
                target == null ? null : environments.known().followed().get(target.environment());
        View view = views == null ? null : views.current();
        if (target == null || views == null || view == null || view.layersOf(target.service()) == null) {
            return null;
        }
        Asked asked = new Asked(query.minRevision, optional(lastSeen), optional(epoch));
        return new StreamRequest(target.service(), views, asked, view.position(), true);
    }

    private static Optional<Long> optional(long number) {
        return number < 0 ? Optional.empty() : Optional.of(number);
    }

    /** -1 if there is no such header, -2 if it is not a plain number. */
    private static long number(RequestHead head, RequestHead.Field field) {
        if (!field.present()) {
            return -1;
        }
        long number = ReadQuery.number(head.bytes, field.start, field.end);
        return number < 0 ? -2 : number;
    }
}
