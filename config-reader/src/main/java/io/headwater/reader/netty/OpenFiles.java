package io.headwater.reader.netty;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many connections the machine allows: each is an open file. */
final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);
    /** For what else is open: libraries, logs, connections to Redis, the management port, and refusing with an answer. */
    private static final int RESERVE = 200;

    private OpenFiles() {}

    /** As many connections as are wanted, or as the limit of open files allows; says so if that is less. */
    static int allowed(int wanted) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? allowed(wanted, unix.getMaxFileDescriptorCount())
                : wanted;
    }

    static int allowed(int wanted, long limit) {
        long possible = Math.max(1, limit - RESERVE);
        if (possible >= wanted) {
            return wanted;
        }
        LOG.warn(
                "open files are limited to {} (ulimit -n): that allows {} connections instead of {}; more subscribers and"
                        + " clients are answered with 503 until the limit is raised to {} or http.connections is lowered",
                limit,
                possible,
                wanted,
                wanted + RESERVE);
        return (int) possible;
    }
}
