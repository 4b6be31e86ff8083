package io.headwater.reader.netty;

import io.headwater.reader.content.Content;
import io.headwater.reader.serve.ReadMetrics;
import io.headwater.reader.stream.Cursor;
import io.headwater.reader.stream.StreamRules;
import io.headwater.reader.view.Contact;
import io.headwater.reader.view.Staleness;
import io.headwater.reader.view.View;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of server-sent events (WHATWG HTML, "Server-sent events"):
 *
 * <pre>
 *   CATCHING_UP ──▶ BEGINNING ──▶ FOLLOWING ──▶ ENDED
 * </pre>
 *
 * Catching up, it waits until the view has reached what the subscriber has seen elsewhere: what comes before that would take it
 * back. Following, it has one write in flight; what changes meanwhile is merged into the next event. A subscriber that takes
 * nothing for too long is closed, and resumes by {@code Last-Event-ID}. Belongs to the event loop of its connection.
 */
final class EventStream extends Member implements Occupant, ChannelFutureListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final byte[] COMMENT = Variant.ascii(":\n\n");
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private enum State {
        CATCHING_UP,
        BEGINNING,
        FOLLOWING,
        ENDED
    }

    private final ClientHandler client;
    private final Worker worker;
    private final StreamRequest request;
    private final ReadMetrics.Counted counted;
    private final Clock clock = new Clock();
    private final Cursor cursor = new Cursor();
    private final long begunMillis;
    private final Audience audience;
    private State state = State.CATCHING_UP;
    private Optional<Long> lastSeen;
    private @Nullable CompletableFuture<View> reached;
    private @Nullable Content waiting;
    private boolean writing;
    private boolean leaving;
    private long wrote;
    private long unwritten;

    /** Looks after heartbeats and stalls. */
    private final class Clock extends TimerWheel.Timer {
        @Override
        void due() {
            if (state == State.ENDED) {
                return;
            }
            if (writing) {
                watch();
            } else if (quietFor() >= rules().heartbeat().toNanos()) {
                comment();
            }
            if (state == State.CATCHING_UP) {
                catchUp();
            }
            setClock();
        }
    }

    private EventStream(ClientHandler client, Worker worker, StreamRequest request) {
        this.client = client;
        this.worker = worker;
        this.request = request;
        this.lastSeen = request.asked().lastSeen();
        this.begunMillis = worker.parts().clock().millis();
        this.counted = worker.readMetrics().stream();
        this.audience =
                worker.audiences().join(request.service(), request.views().environment(), this, true);
    }

    /** Begins on a connection on which nothing of an answer has been written. */
    static EventStream begin(ClientHandler client, Worker worker, StreamRequest request) {
        EventStream stream = new EventStream(client, worker, request);
        stream.open();
        return stream;
    }

    private void open() {
        String head =
                "Content-Type: text/event-stream;charset=utf-8\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
                        + "Headwater-Revision: " + request.position().revision() + "\r\nHeadwater-Epoch: "
                        + request.position().epoch() + "\r\n" + stale()
                        + (request.chunked() ? "Transfer-Encoding: chunked\r\n\r\n" : "Connection: close\r\n\r\n");
        // Should the replica go without a word, subscribers come back spread all the same.
        byte[] first = Variant.ascii(":\nretry: " + retryMillis() + "\n\n");
        ByteBuf frame = worker.frames().of(first, request.chunked());
        ByteBuf bytes = client.channel().alloc().buffer(512);
        bytes.writeBytes(worker.date().ok()).writeBytes(Variant.ascii(head)).writeBytes(frame);
        frame.release();
        write(bytes);
        catchUp();
        setClock();
    }

    private String stale() {
        Staleness stale = request.views().staleness();
        return stale == null ? "" : Staleness.HEADER + ": " + stale.text() + "\r\n";
    }

    private StreamRules rules() {
        return worker.parts().rules();
    }

    private long quietFor() {
        return worker.wheel().now() - wrote;
    }

    private void setClock() {
        if (state == State.ENDED) {
            return;
        }
        long next = writing
                ? rules().stall().dividedBy(4).toNanos()
                : Math.max(0, rules().heartbeat().toNanos() - quietFor());
        if (state == State.CATCHING_UP && lastSeen.isPresent()) {
            next = Math.min(next, Math.max(1_000_000, untilFuture().toNanos()));
        }
        worker.wheel().set(clock, next);
    }

    // What was waited for before is another future.
    @SuppressWarnings("ReferenceEquality")
    private void catchUp() {
        View view = request.views().current();
        Optional<Long> epoch = request.asked().epoch();
        if (view != null && epoch.isPresent() && epoch.get() < view.position().epoch()) {
            lastSeen = Optional.empty();
        }
        if (lastSeen.isPresent() && untilFuture().isZero() && !has(view, lastSeen.get())) {
            // Redis has been followed for long, and there is no such event: it is of another history.
            lastSeen = Optional.empty();
        }
        long needed = Math.max(request.asked().minRevision(), lastSeen.orElse(0L));
        if (view != null && has(view, needed)) {
            reset();
            state = State.BEGINNING;
            worker.begin(this::first);
        } else if (reached == null) {
            CompletableFuture<View> coming = request.views().atLeast(needed);
            reached = coming;
            var _ = coming.whenComplete((_, _) -> worker.loop().execute(() -> {
                if (state == State.CATCHING_UP && reached == coming) {
                    reached = null;
                    catchUp();
                }
            }));
        }
    }

    private static boolean has(@Nullable View view, long revision) {
        return view != null && view.position().revision() >= revision;
    }

    private void reset() {
        CompletableFuture<View> coming = reached;
        reached = null;
        if (coming != null) {
            coming.cancel(false);
        }
    }

    /** How long Redis still has to be followed without a break before an event that is not there never was. */
    private Duration untilFuture() {
        Contact contact = request.views().contact();
        if (!contact.current()) {
            return rules().futureAfter();
        }
        long since = Math.max(begunMillis, contact.since().toEpochMilli());
        Duration left = rules().futureAfter().minusMillis(worker.parts().clock().millis() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The first event. Resolves and encodes, so not on the event loop; nobody else uses the cursor meanwhile. */
    private Runnable first() {
        View view = request.views().current();
        Content content = view == null ? null : worker.parts().preparer().content(view, request.service());
        if (view == null || content == null) {
            return this::notHeld;
        }
        boolean sameHistory = request.asked().epoch().orElse(view.position().epoch())
                == view.position().epoch();
        byte[] event = lastSeen.isPresent() && sameHistory
                ? cursor.resume(lastSeen.get(), view.position(), content)
                : cursor.begin(content);
        return () -> {
            if (state != State.BEGINNING) {
                return;
            }
            state = State.FOLLOWING;
            audience.begunWith(content);
            Content meanwhile = waiting;
            waiting = meanwhile == null ? content : meanwhile;
            send(event);
        };
    }

    private void notHeld() {
        LOG.debug("a stream of {} ended: its layers are held no longer", request.service());
        leave();
    }

    @Override
    void changed(Content content, Frames frames) {
        if (state != State.FOLLOWING || writing) {
            waiting = content;
            return;
        }
        byte[] event = cursor.advance(content);
        if (event != null) {
            worker.readMetrics().events().inc();
            write(frames.of(event, request.chunked()));
        }
    }

    @Override
    void ended() {
        leave();
    }

    /** Sends away: come back, perhaps to another replica; not all at the same moment. */
    private void leave() {
        if (state == State.ENDED || leaving) {
            return;
        }
        leaving = true;
        if (!writing) {
            goodbye();
        }
    }

    private void goodbye() {
        byte[] event =
                ("retry: " + retryMillis() + "\nevent: reconnect\ndata: {}\n\n").getBytes(StandardCharsets.UTF_8);
        String last = request.chunked() ? LAST_CHUNK : "";
        ByteBuf bytes = client.channel().alloc().buffer(128);
        ByteBuf frame = worker.frames().of(event, request.chunked());
        bytes.writeBytes(frame).writeBytes(Variant.ascii(last));
        frame.release();
        worker.frames().release();
        close();
        var _ = client.channel().write(bytes);
        client.endStream();
    }

    private long retryMillis() {
        long base = rules().reconnect().toMillis();
        return base / 2 + worker.random().nextLong(base + 1);
    }

    private void comment() {
        write(worker.frames().of(COMMENT, request.chunked()));
    }

    private void send(byte @Nullable [] event) {
        if (event == null) {
            next();
            return;
        }
        worker.readMetrics().events().inc();
        ByteBuf frame = worker.frames().of(event, request.chunked());
        if (writing) {
            // The head is still on its way: Netty keeps the order.
            var _ = client.channel().writeAndFlush(frame);
        } else {
            write(frame);
        }
    }

    private void write(ByteBuf bytes) {
        writing = true;
        wrote = worker.wheel().now();
        unwritten = Long.MAX_VALUE;
        var _ = client.channel().writeAndFlush(bytes).addListener(this);
        if (writing) {
            setClock();
        }
    }

    @Override
    public void operationComplete(ChannelFuture done) {
        writing = false;
        if (!done.isSuccess() || state == State.ENDED) {
            client.closeNow();
        } else if (leaving) {
            goodbye();
        } else if (state == State.FOLLOWING) {
            next();
        }
    }

    private void next() {
        Content content = waiting;
        if (content == null || writing) {
            return;
        }
        waiting = null;
        byte[] event = cursor.advance(content);
        if (event != null) {
            worker.readMetrics().events().inc();
            write(worker.frames().of(event, request.chunked()));
        }
    }

    /** Whether what was written goes out at all. */
    private void watch() {
        long left = client.unwritten();
        long now = worker.wheel().now();
        if (left < unwritten) {
            unwritten = left;
            wrote = now;
        } else if (now - wrote > rules().stall().toNanos()) {
            worker.readMetrics().stalled().inc();
            close();
            client.closeNow();
        }
    }

    private void close() {
        if (state != State.ENDED) {
            state = State.ENDED;
            reset();
            worker.wheel().unset(clock);
            worker.audiences().leave(request.service(), request.views().environment(), audience, this);
            counted.close();
        }
    }

    @Override
    public void gone() {
        close();
    }

    @Override
    public void inputEnded() {
        // If it has gone altogether, the answer to this says so; who has only ended its requests goes on to be told.
        if (state != State.ENDED && !writing) {
            comment();
            setClock();
        }
    }
}
