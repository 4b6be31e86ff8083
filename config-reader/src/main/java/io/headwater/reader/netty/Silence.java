package io.headwater.reader.netty;

import java.util.concurrent.TimeUnit;

/** Ends a connection that is silent for too long, in every mode in which nobody else does. Belongs to an event loop. */
final class Silence extends TimerWheel.Timer {
    /** For a client that still sends after the last answer: closing at once could take the answer from it. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** For a request that is on its way when the replica stops. */
    private static final long LEAVING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ClientHandler client;
    private final Worker worker;
    private long since;
    private boolean partial;
    private long partialSince;
    private long unwritten;

    Silence(ClientHandler client, Worker worker) {
        this.client = client;
        this.worker = worker;
        this.since = worker.wheel().now();
    }

    /** Something has happened. */
    void broken() {
        since = worker.wheel().now();
    }

    /** Something has happened, and what is waited for now may be waited for shorter. */
    void begin() {
        broken();
        worker.wheel().set(this, bound());
    }

    /** The start of a request has arrived, and not its end. */
    void partial() {
        if (!partial) {
            partial = true;
            partialSince = worker.wheel().now();
        }
    }

    /** A request has arrived. */
    void whole() {
        partial = false;
    }

    void stop() {
        worker.wheel().unset(this);
    }

    private long bound() {
        if (client.mode() == Mode.ENDING && client.unwritten() == 0) {
            return LINGER_NANOS;
        }
        return worker.leaving() && client.mode() == Mode.READING
                ? LEAVING_NANOS
                : worker.parts().limits().idle().toNanos();
    }

    @Override
    void due() {
        // Whoever lets a request drip is as silent as whoever sends nothing.
        boolean dripping = partial && client.mode() == Mode.READING;
        long left = bound() - (worker.wheel().now() - (dripping ? partialSince : since));
        if (left > 0) {
            worker.wheel().set(this, left);
        } else {
            tooLong(dripping);
        }
    }

    private void tooLong(boolean dripping) {
        long before = unwritten;
        unwritten = client.unwritten();
        boolean moving = unwritten > 0 && unwritten != before;
        if (moving) {
            begin();
        } else if (unwritten > 0) {
            client.closeNow();
        } else {
            switch (client.mode()) {
                case ENDING -> client.closeNow();
                case READING -> {
                    if (dripping) {
                        client.timeOut();
                    } else {
                        client.closeNow();
                    }
                }
                // Jetty and those who wait have bounds of their own.
                default -> begin();
            }
        }
    }
}
