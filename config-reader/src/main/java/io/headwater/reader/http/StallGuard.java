package io.headwater.reader.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections whose reader takes nothing for too long: a thread that writes to one is stuck until then. Its own
 * thread looks at all of them, since those that are stuck cannot look after themselves.
 */
public final class StallGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StallGuard.class);

    private final Duration bound;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("stalled-streams").unstarted(this::watch);

    /** @param bound how long one write may take */
    public StallGuard(Duration bound) {
        this.bound = bound;
    }

    /** Starts to watch. */
    public void start() {
        thread.start();
    }

    /** One connection. */
    final class Watched implements AutoCloseable {
        private final ServletContextRequest request;
        private final Runnable stalled;
        private volatile long writingSince;

        private Watched(ServletContextRequest request, Runnable stalled) {
            this.request = request;
            this.stalled = stalled;
        }

        /** Before a write. */
        void writing() {
            writingSince = System.nanoTime() | 1;
        }

        /** After a write. */
        void written() {
            writingSince = 0;
        }

        private void check(long now) {
            long since = writingSince;
            if (since != 0 && now - since > bound.toNanos()) {
                watched.remove(this);
                stalled.run();
                request.getConnectionMetaData().getConnection().getEndPoint().close();
            }
        }

        @Override
        public void close() {
            watched.remove(this);
        }
    }

    /** @param stalled called when the connection is ended */
    Watched watch(ServletContextRequest request, Runnable stalled) {
        Watched connection = new Watched(request, stalled);
        watched.add(connection);
        return connection;
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(bound.dividedBy(4));
                long now = System.nanoTime();
                watched.forEach(connection -> connection.check(now));
            }
        } catch (InterruptedException e) {
            LOG.debug("streams are watched no longer");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
