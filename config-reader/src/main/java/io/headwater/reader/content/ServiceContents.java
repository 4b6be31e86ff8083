package io.headwater.reader.content;

import io.headwater.core.Effective;
import io.headwater.core.Layer;
import io.headwater.core.Resolver;
import io.headwater.core.Snapshot;
import io.headwater.reader.view.Position;
import io.headwater.reader.view.View;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What services see. A service is resolved when it is first asked for; the result holds for every
 * view in which the four layers are the same objects, so a commit costs nothing for services that it did not touch.
 * Thread-safe.
 */
public final class ServiceContents {
    private final Map<Asked, Resolved> resolved = new ConcurrentHashMap<>();

    private record Asked(String environment, String service) {}

    /** A content and what it was resolved from. */
    private record Resolved(Position position, List<Layer> layers, Content content) {
        // A layer that no commit touched is passed on from view to view as the same object.
        @SuppressWarnings("ReferenceEquality")
        boolean from(Position now, List<Layer> layersNow) {
            if (position.epoch() != now.epoch() || position.since() != now.since()) {
                return false;
            }
            for (int i = 0; i < layers.size(); i++) {
                if (layers.get(i) != layersNow.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * What a service sees in a view.
     *
     * @param view holds the layers of the service
     */
    public Content of(View view, String service) {
        List<Layer> layers = Objects.requireNonNull(view.layersOf(service), "the view does not hold the service");
        Asked asked = new Asked(view.environment(), service);
        Resolved present = resolved.get(asked);
        if (present != null && present.from(view.position(), layers)) {
            return present.content();
        }
        Position position = view.position();
        Resolved now = resolved.compute(asked, (name, before) -> {
            if (before != null && (before.from(position, layers) || position.olderThan(before.position()))) {
                return before;
            }
            return new Resolved(position, layers, resolve(view, service, layers, before));
        });
        // Whoever asks with an old view while a newer one has been resolved gets what belongs to the old one, not kept.
        return now.from(position, layers) ? now.content() : resolve(view, service, layers, null);
    }

    /** Forgets an environment that is gone. */
    public void forget(String environment) {
        resolved.keySet().removeIf(asked -> asked.environment().equals(environment));
    }

    private static Content resolve(View view, String service, List<Layer> layers, @Nullable Resolved before) {
        Position position = view.position();
        Snapshot snapshot = Resolver.resolve(service, view.environment(), layers, position.since(), position.created());
        if (before == null || before.position().epoch() != position.epoch()) {
            return content(snapshot, position);
        }
        Snapshot earlier = before.content().snapshot();
        if (snapshot.revision() > earlier.revision()) {
            return content(snapshot, position);
        }
        // A rebuilt state may have forgotten deletions, so its content can look older than what has been served
        // already.
        return sameValues(earlier.entries(), snapshot.entries())
                ? before.content()
                : content(at(snapshot, position), position);
    }

    private static Content content(Snapshot snapshot, Position position) {
        boolean newest = snapshot.revision() == position.revision();
        return new Content(snapshot, position.epoch(), newest ? position.traceparent() : null);
    }

    private static Snapshot at(Snapshot snapshot, Position position) {
        return new Snapshot(
                snapshot.service(),
                snapshot.environment(),
                position.revision(),
                position.time(),
                snapshot.entries(),
                snapshot.removed());
    }

    private static boolean sameValues(SortedMap<String, Effective> one, SortedMap<String, Effective> other) {
        return one.size() == other.size()
                && one.entrySet().stream().allMatch(entry -> {
                    Effective there = other.get(entry.getKey());
                    return there != null
                            && there.value().equals(entry.getValue().value());
                });
    }
}
