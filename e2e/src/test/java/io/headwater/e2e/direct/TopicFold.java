package io.headwater.e2e.direct;

import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Resolver;
import io.headwater.core.Scope;
import io.headwater.core.Snapshot;
import io.headwater.schemas.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What one partition of an environment's topic has told so far of one service. Records wait until a watermark says that
 * their commit is complete, so that no half of a commit is ever seen. Not safe for use by several threads.
 */
final class TopicFold {
    private final String service;
    private final String environment;
    private final int partition;
    private final List<Scope> scopes;
    private final Map<Scope, Map<String, LayerEntry>> layers = new HashMap<>();
    private final List<LogRecord> waiting = new ArrayList<>();
    private long since;
    private Instant sinceTime = Instant.EPOCH;
    private boolean deleted;
    private long epoch;
    private long revision;
    private long newestSeen;
    private long target;

    TopicFold(String service, String environment, int partition) {
        this.service = service;
        this.environment = environment;
        this.partition = partition;
        this.scopes = Scope.layersOf(service, environment);
        scopes.forEach(scope -> layers.put(scope, new HashMap<>()));
    }

    /**
     * Takes the next record.
     *
     * @return false if it belongs to another epoch than those before it: everything must be read again
     */
    boolean take(LogRecord record) {
        switch (record) {
            case LogRecord.Entry entry -> {
                newestSeen = Math.max(newestSeen, entry.state().revision());
                if (scopes.contains(entry.id().scope())) {
                    waiting.add(entry);
                }
            }
            case LogRecord.Environment about -> {
                newestSeen = Math.max(newestSeen, about.state().revision());
                if (about.state().name().equals(environment)) {
                    waiting.add(about);
                }
            }
            case LogRecord.Target refill -> {
                target = Math.max(target, refill.revision());
                return sameEpoch(refill.epoch());
            }
            case LogRecord.Watermark mark -> {
                if (mark.partition() == partition) {
                    revision = Math.max(revision, mark.revision());
                    applyWaiting();
                    return sameEpoch(mark.epoch());
                }
            }
        }
        return true;
    }

    private boolean sameEpoch(long told) {
        boolean same = epoch == 0 || epoch == told;
        epoch = told;
        return same;
    }

    private void applyWaiting() {
        for (Iterator<LogRecord> records = waiting.iterator(); records.hasNext(); ) {
            LogRecord record = records.next();
            if (record instanceof LogRecord.Entry entry && entry.state().revision() <= revision) {
                // The last one counts, not the newest: an environment that is made again gets older entries back.
                layers.get(entry.id().scope()).put(entry.id().key(), entry.state());
                records.remove();
            } else if (record instanceof LogRecord.Environment about
                    && about.state().revision() <= revision) {
                deleted = about.state().deleted();
                if (about.state().since() != since) {
                    since = about.state().since();
                    sinceTime = about.time();
                }
                records.remove();
            }
        }
    }

    /** Whether nothing is missing of what this partition has told. */
    boolean whole() {
        return revision >= newestSeen && revision >= target;
    }

    long epoch() {
        return epoch;
    }

    long revision() {
        return revision;
    }

    boolean deleted() {
        return deleted;
    }

    /** The effective configuration at {@link #revision}. */
    Snapshot snapshot() {
        List<Layer> resolved = new ArrayList<>();
        for (Scope scope : scopes) {
            Map<String, LayerEntry> entries = new HashMap<>(layers.get(scope));
            if (!scope.everyEnvironment()) {
                // An environment that was deleted and made again starts empty.
                entries.values().removeIf(entry -> deleted || entry.revision() < since);
            }
            resolved.add(new Layer(scope, deleted ? Map.of() : entries));
        }
        return Resolver.resolve(service, environment, resolved, since, sinceTime);
    }
}
