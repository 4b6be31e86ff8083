package io.headwater.reader.cache;

import io.headwater.reader.content.ServiceContents;
import io.headwater.reader.content.ServiceContents.Slot;
import io.headwater.reader.content.Ticks;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.Pins;
import io.headwater.reader.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is held of all environments within one budget of memory. It looks a few times a second, from a thread of its
 * own, so whoever reads does nothing but note the tick. When there is too much, what has not been used for longest goes
 * first; encoded forms count as some times as old as the layers that they were made of, because they cost no round trip to
 * have again, and so do the names of services that have no entries, because anybody can ask for a million of those. What
 * somebody waits for stays.
 */
public final class NearCache {
    private static final Logger LOG = LoggerFactory.getLogger(NearCache.class);
    /** So many times as old as they are count forms, and services without entries. */
    private static final int SOONER = 8;
    /** Once there is too much, this part of the budget is freed, so that there is not too much again at once. */
    private static final int FREED = 16;

    private final Environments environments;
    private final ServiceContents contents;
    private final Pins pins;
    private final Ticks ticks;
    private final long budget;
    private final LongAdder droppedForms = new LongAdder();
    private long encoded;
    private long layers;
    private boolean over;

    /** @param budget in bytes */
    public NearCache(Environments environments, ServiceContents contents, Pins pins, Ticks ticks, long budget) {
        this.environments = environments;
        this.contents = contents;
        this.pins = pins;
        this.ticks = ticks;
        this.budget = budget;
    }

    /** Moves the tick on, looks at the budget, and drops what is too much. Called by one thread. */
    public void tick() {
        ticks.advance();
        environments.tick();
        long encodedNow = contents.encoded();
        long layersNow = layerBytes();
        if (!over && encodedNow == encoded && layersNow <= layers) {
            return;
        }
        encoded = encodedNow;
        layers = layersNow;
        long used = layersNow + contents.weight();
        over = used > budget;
        if (over) {
            free(used - budget + budget / FREED);
        }
    }

    private void free(long wanted) {
        List<Holding> holdings = new ArrayList<>();
        environments.known().followed().values().forEach(views -> collect(views, holdings));
        holdings.sort(Comparator.comparingLong(Holding::age).reversed());
        long freed = 0;
        Map<EnvironmentViews, Collection<String>> services = new HashMap<>();
        for (Holding holding : holdings) {
            if (freed >= wanted) {
                break;
            }
            switch (holding) {
                case Holding.EncodedForms forms -> {
                    forms.slot().dropForms();
                    droppedForms.increment();
                }
                case Holding.OwnLayers own ->
                    services.computeIfAbsent(own.views(), views -> new ArrayList<>())
                            .add(own.service());
            }
            freed += holding.weight();
        }
        services.forEach(EnvironmentViews::drop);
        LOG.debug("dropping {} bytes, of {} that are too much", freed, wanted);
    }

    private void collect(EnvironmentViews views, List<Holding> to) {
        View view = views.current();
        if (view == null) {
            return;
        }
        String environment = view.environment();
        long now = ticks.now();
        Map<String, Slot> slots = new HashMap<>();
        contents.forEach(environment, slots::put);
        for (String service : view.services()) {
            Slot slot = slots.remove(service);
            long age = 1 + now - (slot == null ? 0 : slot.used());
            if (slot != null && slot.weight() > 0) {
                to.add(new Holding.EncodedForms(slot, age * SOONER, slot.weight()));
            }
            if (!pins.pinned(environment, service)) {
                long layersAge = view.withoutEntries(service) ? age * SOONER : age;
                to.add(new Holding.OwnLayers(views, service, layersAge, view.weightOf(service)));
            }
        }
        // Made by somebody who had an old view, when the service had been dropped already.
        contents.forget(environment, slots.keySet());
    }

    /** The most that may be held, in bytes. */
    public long budget() {
        return budget;
    }

    /** About how many bytes the layers of all environments take. */
    public long layerBytes() {
        long sum = 0;
        for (EnvironmentViews views : environments.known().followed().values()) {
            View view = views.current();
            sum += view == null ? 0 : view.weight();
        }
        return sum;
    }

    /** Services whose layers are held, summed over the environments. */
    public long services() {
        return environments.known().followed().values().stream()
                .map(EnvironmentViews::current)
                .mapToLong(view -> view == null ? 0 : view.services().size())
                .sum();
    }

    /** How often the encoded forms of a service were dropped. */
    public long droppedForms() {
        return droppedForms.sum();
    }
}
