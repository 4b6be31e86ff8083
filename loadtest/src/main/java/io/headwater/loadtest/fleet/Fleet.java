package io.headwater.loadtest.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Many subscribers of one stream of events, served by one thread and one selector. Each checks that every change follows
 * the one before ({@code previous}). One that is lost is counted and does not come back. Safe for use by several threads.
 */
public final class Fleet implements AutoCloseable {
    private static final int BUFFER = 256 << 10;
    private static final int MOST_AT_ONCE = 128;

    private final InetSocketAddress server;
    private final String request;
    private final int size;
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Waves waves = new Waves();
    private final AtomicInteger settled = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicReference<@Nullable String> firstLoss = new AtomicReference<>();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicReference<@Nullable String> firstBreak = new AtomicReference<>();
    private volatile boolean ended;

    private Fleet(InetSocketAddress server, String path, int size) throws IOException {
        this.server = server;
        this.size = size;
        this.request = "GET " + path + " HTTP/1.1\r\nHost: " + server.getHostString() + ":" + server.getPort()
                + "\r\nAccept: text/event-stream\r\n\r\n";
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().daemon().name("fleet").unstarted(this::run);
    }

    /**
     * Connects that many, some at a time. Returns when all of them have their first event.
     *
     * @throws IOException if one of them is lost on the way
     * @throws TimeoutException if they have not all had it in time
     */
    public static Fleet connect(int port, String path, int size, Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), path, size, limit);
    }

    /** The same, to any address. */
    public static Fleet connect(InetSocketAddress server, String path, int size, Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        Fleet fleet = new Fleet(server, path, size);
        fleet.thread.start();
        try {
            fleet.awaitSettled(limit);
            return fleet;
        } catch (IOException | InterruptedException | TimeoutException e) {
            fleet.close();
            throw e;
        }
    }

    private void awaitSettled(Duration limit) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (settled) {
            while (settled.get() < size) {
                if (lost.get() > 0) {
                    throw new IOException(lost.get() + " of " + size + " subscribers were lost while " + settled.get()
                            + " had their first event: " + firstLoss.get());
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new TimeoutException(
                            settled.get() + " of " + size + " subscribers had their first event within " + limit);
                }
                settled.wait(left);
            }
        }
    }

    /** How many there are, without those that were lost. */
    public int live() {
        return size - lost.get();
    }

    /** How many were lost. */
    public int lost() {
        return lost.get();
    }

    /** How often an event did not follow the one before. */
    public long brokenChains() {
        return broken.get();
    }

    /** Says what went wrong first; empty if nothing did. */
    public String trouble() {
        String loss = firstLoss.get();
        String chain = firstBreak.get();
        return (loss == null ? "" : loss) + (loss == null || chain == null ? "" : "; ") + (chain == null ? "" : chain);
    }

    /** Waits until all that live have this revision. Older ones cannot be waited for afterwards. */
    public Wave await(long revision, Duration limit) throws InterruptedException, TimeoutException {
        return waves.await(revision, this::live, limit);
    }

    private void run() {
        try {
            while (!ended) {
                connectMore();
                selector.select(this::handle, 1_000);
                waves.wake();
            }
        } catch (IOException e) {
            lose(null, e);
        }
    }

    private void connectMore() throws IOException {
        while (subscribers.size() < size && subscribers.size() - settled.get() - lost.get() < MOST_AT_ONCE) {
            SocketChannel channel = SocketChannel.open();
            Subscriber subscriber = new Subscriber(this, channel);
            subscribers.add(subscriber);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            // Closing resets: ten thousand ports in TIME_WAIT would be missed by the next fleet.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.register(selector, SelectionKey.OP_CONNECT, subscriber);
            try {
                channel.connect(server);
            } catch (IOException e) {
                lose(subscriber, e);
            }
        }
    }

    private void handle(SelectionKey key) {
        Subscriber subscriber = (Subscriber) key.attachment();
        try {
            if (key.isConnectable()) {
                subscriber.connected(key, request);
            } else {
                subscriber.read(buffer);
            }
        } catch (IOException | RuntimeException e) {
            lose(subscriber, e);
        }
    }

    private void lose(@Nullable Subscriber subscriber, Exception why) {
        String message = why.getMessage();
        firstLoss.compareAndSet(null, message == null ? why.toString() : message);
        lost.incrementAndGet();
        if (subscriber != null) {
            close(subscriber);
        }
        synchronized (settled) {
            settled.notifyAll();
        }
    }

    void settled() {
        if (settled.incrementAndGet() == size) {
            synchronized (settled) {
                settled.notifyAll();
            }
        }
    }

    void arrived(long revision, long nanos) {
        waves.arrived(revision, nanos);
    }

    void brokenChain(String how) {
        firstBreak.compareAndSet(null, how);
        broken.incrementAndGet();
    }

    private static void close(Subscriber subscriber) {
        try {
            subscriber.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException("a connection of the fleet cannot be closed", e);
        }
    }

    /** Ends all connections by reset. */
    @Override
    public void close() {
        ended = true;
        selector.wakeup();
        try {
            thread.join();
            for (Subscriber subscriber : subscribers) {
                close(subscriber);
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("the selector of the fleet cannot be closed", e);
        }
    }
}
