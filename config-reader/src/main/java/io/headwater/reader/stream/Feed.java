package io.headwater.reader.stream;

import io.headwater.reader.content.Content;
import io.headwater.reader.content.ServiceContents;
import io.headwater.reader.view.Pins;
import io.headwater.reader.view.View;
import io.headwater.reader.view.ViewListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Tells everybody who waits for a service when what it sees has changed, and nobody else. A change is resolved once and
 * told to every listener; nobody is waited for. Safe for use by several threads.
 */
public final class Feed implements ViewListener, Pins {
    private final ServiceContents contents;
    private final Map<String, Map<String, List<Listener>>> listeners = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Feed(ServiceContents contents) {
        this.contents = contents;
    }

    /** Is told of changes. Called by the thread that follows the environment, so it must be quick. */
    public interface Listener {
        /** What the service sees now; not always different from what was told before. */
        void changed(Content content);

        /** Nothing more will come: the environment is deleted, or the replica stops. */
        void ended();
    }

    /** That somebody listens, until it is closed. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** A place at which contents of one service arrive, the newest replacing what has not been taken. */
    public final class Subscription implements AutoCloseable {
        private final Mailbox<Content> mailbox = new Mailbox<>();
        private final Registration registration;

        private Subscription(String service, String environment) {
            this.registration = listen(service, environment, new Into(mailbox));
        }

        /** What arrives. Closed when the environment is deleted, or the replica stops. */
        public Mailbox<Content> mailbox() {
            return mailbox;
        }

        @Override
        public void close() {
            registration.close();
        }
    }

    /** Puts into a mailbox what changes. */
    private static final class Into implements Listener {
        private final Mailbox<Content> mailbox;
        private @Nullable Content newest;

        Into(Mailbox<Content> mailbox) {
            this.mailbox = mailbox;
        }

        // What a service sees is resolved anew only when it changes, so the same object says that nothing has.
        @SuppressWarnings("ReferenceEquality")
        @Override
        public void changed(Content content) {
            if (newest != content) {
                newest = content;
                mailbox.put(content);
            }
        }

        @Override
        public void ended() {
            mailbox.close();
        }
    }

    /**
     * From now on, changes arrive. Whoever reads the present content after this call misses none; it may also find in the
     * mailbox what it has just read.
     */
    public Subscription subscribe(String service, String environment) {
        return new Subscription(service, environment);
    }

    /** From now on, the listener is told of changes; as with {@link #subscribe}, also of what it has just read. */
    public Registration listen(String service, String environment, Listener listener) {
        listeners.compute(environment, (name, services) -> {
            Map<String, List<Listener>> there = services == null ? new ConcurrentHashMap<>() : services;
            there.computeIfAbsent(service, other -> new CopyOnWriteArrayList<>())
                    .add(listener);
            return there;
        });
        if (closed) {
            listener.ended();
        }
        return () -> forget(service, environment, listener);
    }

    private void forget(String service, String environment, Listener listener) {
        listeners.computeIfPresent(environment, (name, services) -> {
            services.computeIfPresent(service, (other, there) -> {
                there.remove(listener);
                return there.isEmpty() ? null : there;
            });
            return services.isEmpty() ? null : services;
        });
    }

    /** Whether somebody waits for what changes in a service. */
    @Override
    public boolean pinned(String environment, String service) {
        return listeners.getOrDefault(environment, Map.of()).containsKey(service);
    }

    @Override
    public void installed(View view, boolean reloaded) {
        listeners.getOrDefault(view.environment(), Map.of()).forEach((service, there) -> {
            if (view.holds(service)) {
                Content content = contents.of(view, service);
                there.forEach(listener -> listener.changed(content));
            }
        });
    }

    @Override
    public void ended(String environment) {
        contents.forget(environment);
        end(environment);
    }

    private void end(String environment) {
        listeners.getOrDefault(environment, Map.of()).values().forEach(there -> there.forEach(Listener::ended));
    }

    /** Tells all that nothing more will come, also those who listen later. */
    public void close() {
        closed = true;
        listeners.keySet().forEach(this::end);
    }
}
