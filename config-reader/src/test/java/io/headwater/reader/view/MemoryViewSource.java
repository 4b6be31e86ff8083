package io.headwater.reader.view;

import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Sink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Views from memory, for tests of what stands on them. Each call is atomic, and loads at most two layers. */
final class MemoryViewSource implements ViewSource, Sink {
    private static final int LAYERS = 2;

    private final Map<String, State> environments = new TreeMap<>();
    private final List<Bell> bells = new CopyOnWriteArrayList<>();
    private boolean filled;
    private long revision;
    private int generations;

    private record Bell(String environment, Runnable ring) {}

    private static final class State {
        private final long since;
        private String generation;
        private long floor;
        private boolean deleted;
        private final Map<EntryId, LayerEntry> entries = new TreeMap<>();

        State(long since, String generation) {
            this.since = since;
            this.generation = generation;
            this.floor = since;
        }
    }

    @Override
    public synchronized Optional<Catalog> catalog() {
        Map<String, Long> live = new HashMap<>();
        environments.forEach((name, state) -> {
            if (!state.deleted) {
                live.put(name, state.since);
            }
        });
        return filled ? Optional.of(new Catalog(1, revision, time(), live)) : Optional.empty();
    }

    @Override
    public synchronized Page read(Page.Request request) {
        State state = environments.get(request.environment());
        if (state == null) {
            return new Page.Absent();
        }
        Position position =
                new Position(state.generation, 1, revision, time(), 0, state.since, Instant.EPOCH, state.deleted, null);
        if (state.deleted) {
            return new Page.Fresh(position, List.of());
        }
        List<Layer> loaded = new ArrayList<>();
        for (Scope scope :
                request.wanted().subList(0, Math.min(LAYERS, request.wanted().size()))) {
            Map<String, LayerEntry> entries = new HashMap<>();
            state.entries.forEach((id, entry) -> {
                if (id.scope().equals(scope)) {
                    entries.put(id.key(), entry);
                }
            });
            loaded.add(new Layer(scope, entries));
        }
        Page.Held held = request.held();
        boolean same = held != null
                && held.generation().equals(state.generation)
                && held.since() == state.since
                && held.revision() >= state.floor;
        if (!same) {
            return new Page.Fresh(position, loaded);
        }
        if (held.revision() > revision) {
            return new Page.Behind(position);
        }
        List<Page.Touch> touched = new ArrayList<>();
        state.entries.forEach((id, entry) -> {
            if (entry.revision() > held.revision()) {
                touched.add(new Page.Touch(id, entry));
            }
        });
        return new Page.Delta(position, touched, loaded);
    }

    @Override
    public Subscription listen(String environment, Runnable bell) {
        Bell added = new Bell(environment, bell);
        bells.add(added);
        return () -> bells.remove(added);
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    @Override
    public Sink environment(String name) {
        synchronized (this) {
            revision++;
            filled = true;
            environments.put(name, new State(revision, "g" + ++generations));
        }
        ring();
        return this;
    }

    @Override
    public void deleteEnvironment(String name) {
        synchronized (this) {
            revision++;
            State gone = new State(revision, "g" + ++generations);
            gone.deleted = true;
            environments.put(name, gone);
        }
        ring();
    }

    @Override
    public long commit(Put... changes) {
        long made;
        synchronized (this) {
            made = ++revision;
            environments.forEach((name, state) -> {
                for (Put change : changes) {
                    if (change.environment().equals(name)
                            || change.environment().equals(Scope.EVERY)) {
                        EntryId id = EntryId.of(change.service(), change.environment(), change.key());
                        state.entries.put(id, entry(change, made));
                    }
                }
            });
        }
        ring();
        return made;
    }

    private LayerEntry entry(Put change, long made) {
        if (change.value().isEmpty()) {
            return LayerEntry.deleted(made, time());
        }
        ValueType type = ValueType.of(change.type()).orElseThrow();
        return LayerEntry.put(EntryValue.plain(type, JsonText.parse(change.value()), made), time());
    }

    @Override
    public void build(String name) {
        synchronized (this) {
            State state = environments.get(name);
            state.generation = "g" + ++generations;
            state.floor = revision;
        }
        ring();
    }

    private void ring() {
        bells.forEach(bell -> bell.ring().run());
    }

    private Instant time() {
        return Instant.parse("2026-11-01T00:00:00Z").plusSeconds(revision);
    }
}
