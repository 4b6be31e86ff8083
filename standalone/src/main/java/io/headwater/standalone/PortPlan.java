package io.headwater.standalone;

import io.headwater.embedded.process.Ports;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ports of one run, all chosen before anything starts. */
record PortPlan(
        int writer,
        int writerManagement,
        int reader,
        int readerManagement,
        int propagatorManagement,
        int kafka,
        int mongo,
        int redis) {
    private static final int MANAGEMENT = 1000;

    /**
     * Chooses.
     *
     * @param told gets a line for each usual port that is taken
     * @throws PortTakenException if a port that was asked for is taken
     */
    static PortPlan choose(DevOptions options, Consumer<String> told) {
        int writer = one("--writer-port", options.writerPort, 8080, told);
        int reader = one("--reader-port", options.readerPort, 8081, told);
        int webhook = one("--webhook-port", options.webhookPort, 8082, told);
        return new PortPlan(
                writer,
                management(options.writerPort, writer, told),
                reader,
                management(options.readerPort, reader, told),
                management(options.webhookPort, webhook, told),
                one("--kafka-port", options.kafkaPort, 9092, told),
                one("--mongo-port", options.mongoPort, 27017, told),
                one("--redis-port", options.redisPort, 6379, told));
    }

    private static int one(String option, @Nullable Integer asked, int usual, Consumer<String> told) {
        if (asked == null) {
            return usualOrFree(option, usual, told);
        }
        if (asked < 0 || asked > 65535) {
            throw new PortTakenException(option + " is " + asked + "; allowed: 0 (any free one) to 65535");
        }
        if (asked != 0 && !Ports.isFree(asked)) {
            throw new PortTakenException(
                    option + ": port " + asked + " is taken; give another one, or 0 for any free one");
        }
        return Ports.orFree(asked);
    }

    private static int management(@Nullable Integer asked, int port, Consumer<String> told) {
        if ((asked != null && asked == 0) || port + MANAGEMENT > 65535) {
            return Ports.free();
        }
        return usualOrFree("the management port beside " + port, port + MANAGEMENT, told);
    }

    private static int usualOrFree(String what, int usual, Consumer<String> told) {
        if (Ports.isFree(usual)) {
            return usual;
        }
        int free = Ports.free();
        told.accept(what + ": port " + usual + " is taken, using " + free);
        return free;
    }

    /** A port that was asked for cannot be had. */
    static final class PortTakenException extends RuntimeException {
        PortTakenException(String message) {
            super(message, null, false, false);
        }
    }
}
