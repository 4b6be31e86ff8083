package io.headwater.testkit.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Carries one direction of one connection: one thread reads, another writes, and what waits lies between them. So the
 * sender never notices that its bytes are held, and they still arrive after it has gone.
 */
final class Pump {

    private static final int CHUNK = 16 * 1024;

    private final Socket from;
    private final Socket to;
    private final Traffic traffic;
    private final BlockingQueue<Chunk> waiting = new LinkedBlockingQueue<>();
    private final Runnable broken;
    private final Thread writer;
    private volatile boolean lossy;

    private record Chunk(ByteBuffer bytes, long dueNanos, boolean last) {}

    /**
     * @param ended called once, when nothing more will be written
     * @param broken called when bytes would follow lost ones, as no network lets them
     */
    Pump(Socket from, Socket to, Traffic traffic, Runnable ended, Runnable broken) {
        this.from = from;
        this.to = to;
        this.traffic = traffic;
        this.broken = broken;
        this.writer = Thread.ofVirtual().unstarted(() -> {
            write();
            ended.run();
        });
    }

    void start() {
        Thread.ofVirtual().start(this::read);
        writer.start();
    }

    /** Gives up what waits. */
    void stop() {
        writer.interrupt();
    }

    /** Whether bytes were lost. */
    boolean isLossy() {
        return lossy;
    }

    private void read() {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (traffic.isSwallowing()) {
                    lossy = true;
                } else if (lossy && traffic.isMending()) {
                    broken.run();
                    return;
                } else {
                    waiting.add(new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, count)), traffic.dueNanos(), false));
                }
            }
        } catch (IOException reset) {
            // For those who wait for these bytes, a reset is an end like any other.
        }
        waiting.add(new Chunk(ByteBuffer.allocate(0), traffic.dueNanos(), true));
    }

    private void write() {
        try {
            OutputStream out = to.getOutputStream();
            while (true) {
                Chunk chunk = waiting.take();
                traffic.awaitLeave(chunk.dueNanos());
                if (chunk.last()) {
                    to.shutdownOutput();
                    return;
                }
                out.write(chunk.bytes().array());
            }
        } catch (IOException receiverGone) {
            return;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
