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
 * put into every mailbox; nobody is waited for. Safe for use by several threads.
 */
public final class Feed implements ViewListener, Pins {
    private final ServiceContents contents;
    private final Map<String, Map<String, List<Subscription>>> subscribers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Feed(ServiceContents contents) {
        this.contents = contents;
    }

    /** A place at which contents of one service arrive, the newest replacing what has not been taken. */
    public final class Subscription implements AutoCloseable {
        private final String service;
        private final String environment;
        private final Mailbox<Content> mailbox = new Mailbox<>();
        private volatile @Nullable Content newest;

        private Subscription(String service, String environment) {
            this.service = service;
            this.environment = environment;
        }

        // What a service sees is resolved anew only when it changes, so the same object says that nothing has.
        @SuppressWarnings("ReferenceEquality")
        private void put(Content content) {
            if (newest != content) {
                newest = content;
                mailbox.put(content);
            }
        }

        /** What arrives. Closed when the environment is deleted, or the replica stops. */
        public Mailbox<Content> mailbox() {
            return mailbox;
        }

        @Override
        public void close() {
            subscribers.computeIfPresent(environment, (name, services) -> {
                services.computeIfPresent(service, (other, there) -> {
                    there.remove(this);
                    return there.isEmpty() ? null : there;
                });
                return services.isEmpty() ? null : services;
            });
        }
    }

    /**
     * From now on, changes arrive. Whoever reads the present content after this call misses none; it may also find in the
     * mailbox what it has just read.
     */
    public Subscription subscribe(String service, String environment) {
        Subscription subscription = new Subscription(service, environment);
        subscribers.compute(environment, (name, services) -> {
            Map<String, List<Subscription>> there = services == null ? new ConcurrentHashMap<>() : services;
            there.computeIfAbsent(service, other -> new CopyOnWriteArrayList<>())
                    .add(subscription);
            return there;
        });
        if (closed) {
            subscription.mailbox().close();
        }
        return subscription;
    }

    /** Whether somebody waits for what changes in a service. */
    @Override
    public boolean pinned(String environment, String service) {
        return subscribers.getOrDefault(environment, Map.of()).containsKey(service);
    }

    @Override
    public void installed(View view, boolean reloaded) {
        subscribers.getOrDefault(view.environment(), Map.of()).forEach((service, there) -> {
            if (view.holds(service)) {
                Content content = contents.of(view, service);
                there.forEach(subscription -> subscription.put(content));
            }
        });
    }

    @Override
    public void ended(String environment) {
        contents.forget(environment);
        subscribers
                .getOrDefault(environment, Map.of())
                .values()
                .forEach(there ->
                        there.forEach(subscription -> subscription.mailbox().close()));
    }

    /** Tells all that nothing more will come, also those who subscribe later. */
    public void close() {
        closed = true;
        subscribers
                .keySet()
                .forEach(environment -> subscribers
                        .getOrDefault(environment, Map.of())
                        .values()
                        .forEach(there -> there.forEach(
                                subscription -> subscription.mailbox().close())));
    }
}
