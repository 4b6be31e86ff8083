package io.headwater.reader.http;

import io.headwater.core.HeadwaterException;
import io.headwater.reader.content.Content;
import io.headwater.reader.serve.Deadline;
import io.headwater.reader.serve.Reads;
import io.headwater.reader.serve.Seen;
import io.headwater.reader.stream.Cursor;
import io.headwater.reader.stream.Feed;
import io.headwater.reader.stream.StreamRules;
import io.headwater.reader.view.Contact;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Staleness;
import io.headwater.reader.view.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events (WHATWG HTML, "Server-sent events"). Every subscriber has a virtual thread that writes; what it writes
 * is encoded once for all. A subscriber that goes away or stalls ends only its own thread.
 */
public final class StreamRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRoutes.class);
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final Reads reads;
    private final Feed feed;
    private final StreamRules rules;
    private final Duration longest;
    private final StallGuard stallGuard;
    private final ReadMetrics metrics;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param longest no request may wait longer for an environment */
    public StreamRoutes(
            Reads reads,
            Feed feed,
            StreamRules rules,
            Duration longest,
            StallGuard stallGuard,
            ReadMetrics metrics,
            InstantSource clock,
            RandomGenerator random) {
        this.reads = reads;
        this.feed = feed;
        this.rules = rules;
        this.longest = longest;
        this.stallGuard = stallGuard;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    /** Registers the route. */
    public void install(RoutesConfig routes) {
        routes.get("/v1/stream/{service}/{environment}", this::stream);
    }

    private void stream(Context context) throws InterruptedException, IOException {
        Request request = new Request(context, longest);
        String service = request.service();
        String environment = request.environment();
        Asked asked = new Asked(request.minRevision(), request.lastEventId(), request.epoch());
        EnvironmentViews views = reads.environment(environment, asked.needed(), Deadline.in(request.timeout()));
        // Everything that can be refused is refused here, while there can still be a status.
        Seen first = reads.read(service, environment, 0, Deadline.in(Duration.ZERO));
        HttpServletResponse response = context.res();
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        response.setHeader("Headwater-Revision", Long.toString(first.position().revision()));
        response.setHeader("Headwater-Epoch", Long.toString(first.position().epoch()));
        reads.staleness(environment).ifPresent(stale -> response.setHeader(Staleness.HEADER, stale.text()));
        ServletContextRequest connection = ServletContextRequest.getServletContextRequest(context.req());
        try (Feed.Subscription subscription = feed.subscribe(service, environment);
                ReadMetrics.Counted _ = metrics.stream();
                StallGuard.Watched watched = stallGuard.watch(connection, metrics.stalled()::inc)) {
            Writer writer = new Writer(response, watched);
            writer.comment();
            run(views, service, asked, subscription, writer);
        } catch (IOException | HeadwaterException e) {
            // The status has been sent: all that can be done is to end the stream, and the subscriber comes back.
            LOG.debug("a stream of {}/{} ended: {}", service, environment, e.getMessage());
        }
    }

    /** @param epoch of the history that {@code lastSeen} belongs to */
    private record Asked(long minRevision, Optional<Long> lastSeen, Optional<Long> epoch) {
        long needed() {
            return Math.max(minRevision, lastSeen.orElse(0L));
        }
    }

    private void run(EnvironmentViews views, String service, Asked asked, Feed.Subscription subscription, Writer writer)
            throws InterruptedException, IOException {
        Optional<Long> lastSeen = caughtUp(views, asked, subscription, writer);
        if (subscription.mailbox().closed()) {
            writer.reconnect();
            return;
        }
        Seen seen = reads.read(service, views.environment(), 0, Deadline.in(Duration.ZERO));
        Cursor cursor = new Cursor();
        boolean sameHistory =
                asked.epoch().orElse(seen.position().epoch()) == seen.position().epoch();
        if (lastSeen.isPresent() && sameHistory) {
            writer.event(cursor.resume(lastSeen.get(), seen.position(), seen.content()));
        } else {
            writer.event(cursor.begin(seen.content()));
        }
        while (true) {
            Content content = subscription.mailbox().take(writer.untilHeartbeat());
            if (content != null) {
                writer.event(cursor.advance(content));
            } else if (subscription.mailbox().closed()) {
                writer.reconnect();
                return;
            } else {
                writer.comment();
            }
        }
    }

    /**
     * Waits until the view has reached what the subscriber has seen elsewhere: what comes before that would take it back.
     *
     * @return the event to go on behind; empty to begin with a snapshot
     */
    private Optional<Long> caughtUp(EnvironmentViews views, Asked asked, Feed.Subscription subscription, Writer writer)
            throws InterruptedException, IOException {
        long began = clock.millis();
        Optional<Long> lastSeen = asked.lastSeen();
        while (!subscription.mailbox().closed()) {
            View view = views.current();
            if (view != null
                    && asked.epoch().isPresent()
                    && asked.epoch().get() < view.position().epoch()) {
                lastSeen = Optional.empty();
            }
            long needed = Math.max(asked.minRevision(), lastSeen.orElse(0L));
            if (view != null && view.position().revision() >= needed) {
                return lastSeen;
            }
            Duration left = untilFuture(views.contact(), began);
            if (lastSeen.isPresent() && left.isZero()) {
                lastSeen = Optional.empty();
                continue;
            }
            Duration step = lastSeen.isPresent() && left.compareTo(rules.heartbeat()) < 0 ? left : rules.heartbeat();
            if (!reached(views, needed, step)) {
                writer.comment();
            }
        }
        return lastSeen;
    }

    /** How long Redis still has to be followed without a break before an event that is not there never was. */
    private Duration untilFuture(Contact contact, long began) {
        if (!contact.current()) {
            return rules.futureAfter();
        }
        long since = Math.max(began, contact.since().toEpochMilli());
        Duration left = rules.futureAfter().minusMillis(clock.millis() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static boolean reached(EnvironmentViews views, long revision, Duration atMost) throws InterruptedException {
        CompletableFuture<View> reached = views.atLeast(revision);
        try {
            reached.get(Math.max(1, atMost.toNanos()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | CancellationException e) {
            reached.cancel(false);
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Writes to one subscriber, watched. */
    private final class Writer {
        private final HttpServletResponse response;
        private final StallGuard.Watched watched;
        private long written = System.nanoTime();

        Writer(HttpServletResponse response, StallGuard.Watched watched) {
            this.response = response;
            this.watched = watched;
        }

        void event(byte @Nullable [] event) throws IOException {
            if (event != null) {
                write(event);
                metrics.events().inc();
            }
        }

        /** How long nothing need be written yet: whoever hears nothing takes the connection for dead. */
        Duration untilHeartbeat() {
            Duration left = rules.heartbeat().minusNanos(System.nanoTime() - written);
            return left.isNegative() ? Duration.ZERO : left;
        }

        void comment() throws IOException {
            write(COMMENT);
        }

        /** The last event: come back, perhaps to another replica; not all at the same moment. */
        void reconnect() throws IOException {
            long base = rules.reconnect().toMillis();
            long retry = base / 2 + random.nextLong(base + 1);
            write(("retry: " + retry + "\nevent: reconnect\ndata: {}\n\n").getBytes(StandardCharsets.UTF_8));
        }

        private void write(byte[] bytes) throws IOException {
            watched.writing();
            response.getOutputStream().write(bytes);
            response.flushBuffer();
            watched.written();
            written = System.nanoTime();
        }
    }
}
