package io.headwater.reader.netty;

import com.codahale.metrics.Counter;
import io.headwater.runtime.http.Problem;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets connections in: not more in a second than leaves time for those that are there, and not more in all than there is room
 * for. Who comes too early waits in the kernel's queue; who finds no room is told with 503, so that a balancer tries another
 * replica.
 */
final class Admission extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final long WINDOW_MILLIS = 10;

    private final int perWindow;
    private final int most;
    private final AtomicInteger open;
    private final Counter refused;
    private long windowEnds = System.nanoTime();
    private int left;
    private long warned = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

    /** @param open how many there are now */
    Admission(int perSecond, int most, AtomicInteger open, Counter refused) {
        this.perWindow = (int) Math.max(1, perSecond * WINDOW_MILLIS / 1_000);
        this.most = most;
        this.open = open;
        this.refused = refused;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel client = (Channel) message;
        pace(context);
        if (open.incrementAndGet() > most) {
            refuse(client);
        }
        client.closeFuture().addListener(_ -> open.decrementAndGet());
        context.fireChannelRead(client);
    }

    private void pace(ChannelHandlerContext context) {
        long now = System.nanoTime();
        if (now - windowEnds >= 0) {
            windowEnds = now + TimeUnit.MILLISECONDS.toNanos(WINDOW_MILLIS);
            left = perWindow;
        }
        left--;
        if (left <= 0 && context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(false);
            var _ = context.channel()
                    .eventLoop()
                    .schedule(
                            () -> context.channel().config().setAutoRead(true), windowEnds - now, TimeUnit.NANOSECONDS);
        }
    }

    private void refuse(Channel client) {
        refused.inc();
        long now = System.nanoTime();
        if (now - warned > TimeUnit.MINUTES.toNanos(1)) {
            warned = now;
            LOG.warn("{} connections are open, and no more are allowed: new ones are refused", most);
        }
        client.pipeline().addLast(new Refusal(most));
    }

    /** Answers 503 whatever is asked, and ends. */
    private static final class Refusal extends ChannelInboundHandlerAdapter {
        private final int most;

        Refusal(int most) {
            this.most = most;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            byte[] body = Problem.ofStatus(503, "this replica has " + most + " connections; try another, or later")
                    .json();
            String head = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: " + Problem.CONTENT_TYPE
                    + "\r\nRetry-After: 1\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
            var _ = context.writeAndFlush(Unpooled.wrappedBuffer(Variant.ascii(head), body))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
