package io.headwater.reader.netty;

import io.headwater.runtime.http.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. It belongs to one event loop and is in one mode at a time:
 *
 * <pre>
 *            ┌──▶ ANSWERING ──┬──▶ READING
 *   READING ─┼──▶ JETTY ──────┤
 *            ├──▶ STREAMING ──┤
 *            └────────────────┴──▶ ENDING
 * </pre>
 *
 * Requests are answered in the order in which they came: what arrives meanwhile waits, bounded.
 */
final class ClientHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHandler.class);
    /** What a client may send ahead before it is left waiting. */
    private static final int AHEAD = 64 << 10;

    private final Worker worker;
    private final Channel channel;
    private final Silence silence;
    private final PendingInput pending = new PendingInput();
    private Mode mode = Mode.READING;
    private @Nullable ChannelHandlerContext context;
    private @Nullable JettyPassage jetty;
    private @Nullable Occupant occupant;
    private @Nullable Prepared fresh;
    private boolean prepared;
    private boolean inputEnded;
    private long answeringSince;
    private int place;

    ClientHandler(Worker worker, Channel channel) {
        this.worker = worker;
        this.channel = channel;
        this.silence = new Silence(this, worker);
    }

    Channel channel() {
        return channel;
    }

    Mode mode() {
        return mode;
    }

    int place() {
        return place;
    }

    void place(int now) {
        place = now;
    }

    /** What has been written and has not gone out. */
    long unwritten() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        worker.opened(this);
        silence.begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf in = (ByteBuf) message;
        silence.broken();
        if (mode == Mode.STREAMING || mode == Mode.ENDING) {
            // It means nothing any more.
            in.release();
            return;
        }
        pending.append(in, channel.alloc());
        if (mode == Mode.READING) {
            read();
        } else if (mode == Mode.JETTY && jetty != null) {
            jetty.feed(pending);
        }
        limitReading();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        // Everything has been written and let go when it was read.
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        silence.broken();
        if (channel.isWritable() && mode == Mode.READING && !pending.empty()) {
            read();
            limitReading();
        }
    }

    /** Whoever sends more than is taken is left waiting. */
    void limitReading() {
        int waiting = pending.size() + (jetty == null ? 0 : jetty.untaken());
        boolean read = waiting < AHEAD || mode == Mode.ENDING || mode == Mode.STREAMING;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    /** Answers what has arrived, request by request. */
    private void read() {
        if (context == null) {
            return;
        }
        long began = System.nanoTime();
        Answer answer = worker.answer();
        answer.begin(context);
        try {
            while (mode == Mode.READING && !pending.empty() && channel.isWritable() && next(answer, began)) {
                prepared = false;
                fresh = null;
            }
        } finally {
            answer.end();
        }
        if (mode == Mode.READING && pending.empty() && inputEnded) {
            end();
        }
    }

    /** Takes one request in hand; false if there is none that is whole, or its answer takes longer. */
    private boolean next(Answer answer, long began) {
        byte[] bytes = worker.scratch();
        int end = RequestHead.end(bytes, 0, pending.peek(bytes));
        if (end == 0 && !inputEnded) {
            silence.partial();
            return false;
        }
        silence.whole();
        RequestHead head = worker.head();
        RequestHead.Kind kind = end <= 0 ? RequestHead.Kind.UNKNOWN : head.read(bytes, end);
        switch (kind) {
            case SIMPLE -> {
                return simple(head, answer, began);
            }
            case OTHER -> give(head.length);
            default -> give(Long.MAX_VALUE);
        }
        return false;
    }

    private boolean simple(RequestHead head, Answer answer, long began) {
        if (HotStreams.owns(head)) {
            stream(head, answer);
            return false;
        }
        if (!worker.parts().hot() || !HotPath.owns(head)) {
            give(head.length);
            return false;
        }
        head.close |= worker.leaving();
        switch (worker.hotPath().answer(head, fresh, answer, answeringSince == 0 ? began : answeringSince)) {
            case ANSWERED -> {
                answeringSince = 0;
                pending.skip(head.length);
                if (head.close) {
                    end();
                }
                return !head.close;
            }
            case PREPARE -> {
                if (prepared) {
                    give(head.length);
                } else {
                    prepare(head, began);
                }
            }
            case WAIT -> {
                mode = Mode.ANSWERING;
                occupant = LongPoll.begin(this, worker, head, began);
            }
            case OTHER -> give(head.length);
        }
        return false;
    }

    private void prepare(RequestHead head, long began) {
        mode = Mode.ANSWERING;
        prepared = true;
        answeringSince = began;
        worker.prepare(head, worker.hotPath().form(), made -> {
            if (mode == Mode.ANSWERING) {
                mode = Mode.READING;
                fresh = made;
                read();
                limitReading();
            }
        });
    }

    /** Gives a request to Jetty, as much of it as has come. */
    private void give(long length) {
        mode = Mode.JETTY;
        prepared = false;
        fresh = null;
        answeringSince = 0;
        JettyPassage passage = jetty;
        if (passage == null) {
            passage = new JettyPassage(this, worker);
            jetty = passage;
        }
        passage.begin(length, pending, inputEnded);
    }

    /** The request in hand has been answered; the next one has its turn. */
    void answered() {
        mode = Mode.READING;
        silence.begin();
        if (worker.leaving() && pending.empty()) {
            end();
        } else {
            read();
            limitReading();
        }
    }

    /** Answers the request that waited. */
    void answerWaiting(LongPoll poll, Prepared now, Variant variant, boolean notModified) {
        if (mode != Mode.ANSWERING || context == null) {
            return;
        }
        occupant = null;
        boolean close = poll.closes() || worker.leaving();
        Answer answer = worker.answer();
        answer.begin(context);
        worker.hotPath().write(now, variant, notModified, poll.head(), close, answer, poll.began());
        answer.end();
        pending.skip(poll.length());
        if (close) {
            end();
        } else {
            answered();
        }
    }

    /** Lets Jetty answer the request that waited. */
    void giveWaiting(LongPoll poll) {
        if (mode == Mode.ANSWERING) {
            occupant = null;
            give(poll.length());
            limitReading();
        }
    }

    private void stream(RequestHead head, Answer answer) {
        StreamRequest request = worker.leaving() ? null : worker.hotStreams().request(head);
        if (request == null) {
            give(head.length);
            return;
        }
        worker.times().stream();
        answer.end();
        beginStream(request);
    }

    /** From now on, events are sent. */
    void beginStream(StreamRequest request) {
        mode = Mode.STREAMING;
        pending.drop();
        limitReading();
        silence.stop();
        if (jetty != null) {
            jetty.lost();
            jetty = null;
        }
        occupant = EventStream.begin(this, worker, request);
        if (inputEnded) {
            occupant.inputEnded();
        }
    }

    /** The last event has been written. */
    void endStream() {
        occupant = null;
        end();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (!(event instanceof ChannelInputShutdownEvent)) {
            return;
        }
        inputEnded = true;
        switch (mode) {
            case READING -> read();
            case ANSWERING, STREAMING -> {
                if (occupant != null) {
                    occupant.inputEnded();
                }
            }
            case JETTY -> {
                if (jetty != null) {
                    jetty.inputEnded();
                }
            }
            case ENDING -> closeNow();
        }
    }

    /** Refuses a request that does not come to its end. */
    void timeOut() {
        byte[] body = Problem.ofStatus(
                        408,
                        "the request did not arrive within "
                                + worker.parts().limits().idle().toMillis() + " ms")
                .json();
        String head = "HTTP/1.1 408 Request Timeout\r\nContent-Type: " + Problem.CONTENT_TYPE + "\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        var _ = channel.write(Unpooled.wrappedBuffer(Variant.ascii(head), body));
        end();
    }

    /** Writes what is left and ends the connection; a client that still sends gets the time to read the answer. */
    void end() {
        if (mode == Mode.ENDING) {
            return;
        }
        boolean quiet = inputEnded || (mode == Mode.READING && pending.empty());
        mode = Mode.ENDING;
        pending.drop();
        limitReading();
        worker.answer().end();
        silence.begin();
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFuture done) -> {
            silence.begin();
            if (quiet || !done.isSuccess() || !(channel instanceof DuplexChannel duplex)) {
                closeNow();
            } else {
                var _ = duplex.shutdownOutput();
            }
        });
    }

    /** No new request is begun; what is being answered is. */
    void leave() {
        if (mode == Mode.READING) {
            silence.begin();
        }
    }

    void closeNow() {
        var _ = channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        mode = Mode.ENDING;
        silence.stop();
        worker.closed(this);
        pending.drop();
        if (occupant != null) {
            occupant.gone();
            occupant = null;
        }
        if (jetty != null) {
            jetty.lost();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.warn("a connection failed", cause);
        }
        closeNow();
    }
}
