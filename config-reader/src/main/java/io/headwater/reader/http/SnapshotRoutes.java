package io.headwater.reader.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.reader.content.Coding;
import io.headwater.reader.content.Content;
import io.headwater.reader.content.Encoded;
import io.headwater.reader.content.EntityTags;
import io.headwater.reader.content.Format;
import io.headwater.reader.serve.Deadline;
import io.headwater.reader.serve.ReadMetrics;
import io.headwater.reader.serve.Reads;
import io.headwater.reader.serve.Seen;
import io.headwater.reader.view.Staleness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Snapshots and lookups. */
public final class SnapshotRoutes {
    private final Reads reads;
    private final Duration longest;
    private final ReadMetrics metrics;

    /** @param longest no request may wait longer */
    public SnapshotRoutes(Reads reads, Duration longest, ReadMetrics metrics) {
        this.reads = reads;
        this.longest = longest;
        this.metrics = metrics;
    }

    /** Registers the routes. */
    public void install(RoutesConfig routes) {
        routes.get("/v1/snapshots/{service}/{environment}", this::snapshot);
        routes.get("/v1/snapshots/{service}/{environment}/{key}", this::lookup);
    }

    private void snapshot(Context context) throws InterruptedException, IOException {
        metrics.snapshots().inc();
        Request request = new Request(context, longest);
        Format format = request.format();
        Coding coding = request.coding();
        answer(context, request, content -> content.encoded(format, coding));
    }

    private void lookup(Context context) throws InterruptedException, IOException {
        metrics.lookups().inc();
        Request request = new Request(context, longest);
        String key = request.key();
        answer(context, request, content -> content.value(key).orElseThrow(() -> noSuchKey(key, content)));
    }

    private static HeadwaterException noSuchKey(String key, Content content) {
        return HeadwaterException.field(
                ErrorCode.NO_SUCH_KEY,
                "key",
                content.service() + " has no key " + Names.quoted(key) + " in " + content.environment());
    }

    private void answer(Context context, Request request, Function<Content, Encoded> encoder)
            throws InterruptedException, IOException {
        String service = request.service();
        String environment = request.environment();
        long minRevision = request.minRevision();
        List<String> ifNoneMatch = request.ifNoneMatch();
        Deadline forRevision = Deadline.in(request.timeout());
        Optional<Duration> wait = request.longPoll();
        Seen seen = reads.read(service, environment, minRevision, forRevision);
        if (wait.isPresent()) {
            // Without a tag, whoever waits wants to know of the next change.
            List<String> known = ifNoneMatch.isEmpty()
                    ? List.of(encoder.apply(seen.content()).entityTag())
                    : ifNoneMatch;
            Predicate<Content> changed =
                    content -> !EntityTags.match(known, encoder.apply(content).entityTag());
            try (ReadMetrics.Counted _ = metrics.longPoll()) {
                seen = reads.await(service, environment, minRevision, Deadline.in(wait.get()), changed);
            }
        }
        send(context, seen, encoder.apply(seen.content()), ifNoneMatch);
    }

    private void send(Context context, Seen seen, Encoded encoded, List<String> ifNoneMatch) throws IOException {
        HttpServletResponse response = context.res();
        response.setHeader("Headwater-Revision", Long.toString(seen.position().revision()));
        response.setHeader("Headwater-Epoch", Long.toString(seen.position().epoch()));
        reads.staleness(seen.content().environment())
                .ifPresent(stale -> response.setHeader(Staleness.HEADER, stale.text()));
        response.setHeader("ETag", encoded.entityTag());
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Vary", "Accept-Encoding");
        if (EntityTags.match(ifNoneMatch, encoded.entityTag())) {
            metrics.notModified().inc();
            context.status(304);
            return;
        }
        response.setContentType(encoded.contentType());
        if (encoded.coding() != Coding.IDENTITY) {
            response.setHeader("Content-Encoding", encoded.coding().token());
        }
        response.setContentLength(encoded.body().length);
        response.getOutputStream().write(encoded.body());
    }
}
