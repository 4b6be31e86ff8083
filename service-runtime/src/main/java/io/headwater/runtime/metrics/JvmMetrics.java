package io.headwater.runtime.metrics;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/** What the JVM says about itself: memory, garbage collection, threads, classes, time. */
public final class JvmMetrics {

    private static final MetricFamily USED =
            MetricFamily.of("headwater_jvm_memory_used_bytes", "Memory in use.", "area");
    private static final MetricFamily COMMITTED =
            MetricFamily.of("headwater_jvm_memory_committed_bytes", "Memory taken from the system.", "area");
    private static final MetricFamily MAX =
            MetricFamily.of("headwater_jvm_memory_max_bytes", "Memory that may be taken; -1 without a limit.", "area");
    private static final MetricFamily BUFFERS =
            MetricFamily.of("headwater_jvm_buffer_used_bytes", "Memory in buffers outside of the heap.", "pool");
    private static final MetricFamily COLLECTIONS =
            MetricFamily.of("headwater_jvm_gc_collections", "Garbage collections.", "collector");
    private static final MetricFamily COLLECTION_TIME =
            MetricFamily.of("headwater_jvm_gc_milliseconds", "Time spent in garbage collections.", "collector");
    private static final MetricFamily THREADS =
            MetricFamily.of("headwater_jvm_threads", "Platform threads that are alive.", "kind");
    private static final MetricFamily CLASSES =
            MetricFamily.of("headwater_jvm_classes_loaded", "Classes that are loaded.");
    private static final MetricFamily UPTIME =
            MetricFamily.of("headwater_jvm_uptime_milliseconds", "Time since the start of the JVM.");
    private static final MetricFamily LOAD =
            MetricFamily.of("headwater_jvm_system_load", "Load of the machine in the last minute; -1 if unknown.");

    private JvmMetrics() {}

    /** Adds them to a registry. */
    public static void addTo(Metrics metrics) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        metrics.gauge(USED, () -> memory.getHeapMemoryUsage().getUsed(), "heap");
        metrics.gauge(COMMITTED, () -> memory.getHeapMemoryUsage().getCommitted(), "heap");
        metrics.gauge(MAX, () -> memory.getHeapMemoryUsage().getMax(), "heap");
        metrics.gauge(USED, () -> memory.getNonHeapMemoryUsage().getUsed(), "other");
        metrics.gauge(COMMITTED, () -> memory.getNonHeapMemoryUsage().getCommitted(), "other");
        metrics.gauge(MAX, () -> memory.getNonHeapMemoryUsage().getMax(), "other");
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            metrics.gauge(BUFFERS, pool::getMemoryUsed, label(pool.getName()));
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            metrics.counter(COLLECTIONS, collector::getCollectionCount, label(collector.getName()));
            metrics.counter(COLLECTION_TIME, collector::getCollectionTime, label(collector.getName()));
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        metrics.gauge(THREADS, threads::getThreadCount, "all");
        metrics.gauge(THREADS, threads::getDaemonThreadCount, "daemon");
        metrics.gauge(CLASSES, ManagementFactory.getClassLoadingMXBean()::getLoadedClassCount);
        metrics.gauge(UPTIME, ManagementFactory.getRuntimeMXBean()::getUptime);
        metrics.gauge(LOAD, ManagementFactory.getOperatingSystemMXBean()::getSystemLoadAverage);
    }

    private static String label(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
