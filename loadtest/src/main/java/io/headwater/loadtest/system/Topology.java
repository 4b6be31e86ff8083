package io.headwater.loadtest.system;

import io.headwater.loadtest.report.Report;
import java.lang.management.ManagementFactory;
import org.apache.kafka.common.utils.AppInfoParser;

/** Says in the head of a report what was measured. */
public final class Topology {
    private Topology() {}

    /** Describes machine, parts, services and the settings that matter. */
    public static void describe(BenchSystem system, Report report) {
        Runtime runtime = Runtime.getRuntime();
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean it
                        ? it.getTotalMemorySize() >> 30
                        : 0;
        report.about(
                "machine",
                runtime.availableProcessors() + " processors, " + memory + " GiB, " + System.getProperty("os.name")
                        + ", Java " + Runtime.version() + "; everything, the generator too, on this one machine");
        report.about(
                "MongoDB", "replica set of " + system.mongo().size() + " mongod, w: majority, j: true, default caches");
        report.about(
                "Kafka",
                "one broker " + AppInfoParser.getVersion() + " as a process, " + BenchSystem.PARTITIONS
                        + " partitions, replication 1, acks=all, linger 0 (20 ms within transactions); Streams exactly_once_v2, at the end of a batch, interval 20 ms");
        report.about("Redis", "one server, no persistence, noeviction");
        report.about(
                "services",
                "writer, propagator, reader: one JVM each, "
                        + system.service(ServiceName.WRITER).jvmOptions() + ", default settings otherwise");
    }
}
