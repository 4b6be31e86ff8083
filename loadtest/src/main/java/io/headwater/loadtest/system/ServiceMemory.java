package io.headwater.loadtest.system;

import io.headwater.loadtest.wire.HttpConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a service holds, in MiB.
 *
 * @param resident memory of the process (RSS)
 * @param peak the most that the process ever had
 * @param heap live objects, right after a full collection
 */
public record ServiceMemory(long resident, long peak, long heap) {
    private static final String HEAP = "headwater_jvm_memory_used_bytes{area=\"heap\"}";

    /** Measures a running service: first the process as it is, then the heap after a collection. */
    public static ServiceMemory of(RunningService service) throws IOException, InterruptedException {
        String status = Files.readString(Path.of("/proc", Long.toString(service.pid()), "status"));
        collect(service.pid());
        return new ServiceMemory(
                kibibytes(status, "VmRSS:") >> 10, kibibytes(status, "VmHWM:") >> 10, heap(service) >> 20);
    }

    /** Live objects of a running service right after a full collection, in bytes. */
    public static long liveHeap(RunningService service) throws IOException, InterruptedException {
        collect(service.pid());
        return heap(service);
    }

    /** Memory of the process now (RSS), in bytes. */
    public static long resident(RunningService service) throws IOException {
        return kibibytes(Files.readString(Path.of("/proc", Long.toString(service.pid()), "status")), "VmRSS:") << 10;
    }

    private static long kibibytes(String status, String field) {
        return status.lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static void collect(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("jcmd cannot make process " + pid + " collect its garbage");
        }
    }

    private static long heap(RunningService service) throws IOException {
        try (HttpConnection http = new HttpConnection(service.managementPort())) {
            return http.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(HEAP))
                    .mapToLong(line -> (long)
                            Double.parseDouble(line.substring(HEAP.length()).strip()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + HEAP + " in the metrics of " + service.name()));
        }
    }
}
