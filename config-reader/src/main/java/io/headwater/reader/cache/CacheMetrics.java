package io.headwater.reader.cache;

import io.headwater.reader.content.ServiceContents;
import io.headwater.runtime.metrics.MetricFamily;
import io.headwater.runtime.metrics.Metrics;

/** What is held, and how well that serves. */
public final class CacheMetrics {
    private static final MetricFamily HITS =
            MetricFamily.of("headwater_reader_cache_hits", "Reads answered from memory, Redis not asked.");
    private static final MetricFamily MISSES =
            MetricFamily.of("headwater_reader_cache_misses", "Reads that had to wait for Redis.");
    private static final MetricFamily DROPS = MetricFamily.of(
            "headwater_reader_cache_drops",
            "Services of which something was dropped to make room: their layers, or what had been encoded.",
            "what");
    private static final MetricFamily BYTES = MetricFamily.of(
            "headwater_reader_cache_bytes",
            "About how much memory is taken by layers, and by what is encoded.",
            "what");
    private static final MetricFamily ENCODED = MetricFamily.of(
            "headwater_reader_cache_encoded_bytes", "Bytes that have been encoded, again after they had been dropped.");
    private static final MetricFamily BUDGET =
            MetricFamily.of("headwater_reader_cache_budget_bytes", "How much memory all of it may take.");
    private static final MetricFamily SERVICES = MetricFamily.of(
            "headwater_reader_cache_services", "Services whose layers are held, summed over the environments.");

    private static final String LAYERS = "layers";
    private static final String FORMS = "encoded";

    private CacheMetrics() {}

    /** Registers them. */
    public static void register(Metrics metrics, NearCache cache, ServiceContents contents) {
        metrics.counter(HITS, contents::hits);
        metrics.counter(MISSES, contents::misses);
        metrics.counter(DROPS, contents::dropped, LAYERS);
        metrics.counter(DROPS, cache::droppedForms, FORMS);
        metrics.counter(ENCODED, contents::encoded);
        metrics.gauge(BYTES, cache::layerBytes, LAYERS);
        metrics.gauge(BYTES, contents::weight, FORMS);
        metrics.gauge(BUDGET, cache::budget);
        metrics.gauge(SERVICES, cache::services);
    }
}
