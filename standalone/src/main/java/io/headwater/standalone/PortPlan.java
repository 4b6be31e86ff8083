package io.headwater.standalone;

import io.headwater.embedded.process.Ports;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ports of one run, all chosen before anything starts, and all different. */
public record PortPlan(
        int writer,
        int writerManagement,
        int reader,
        int readerManagement,
        int propagatorManagement,
        int kafka,
        int mongo,
        int redis) {
    private static final int MANAGEMENT = 1000;
    private static final int LAST = 65_535;

    /**
     * Chooses: first what was asked for, then what is usual, and where that is taken, any free one.
     *
     * @param told gets a line for each usual port that is taken
     * @throws PortTakenException if a port that was asked for is taken, or asked for twice
     */
    static PortPlan choose(DevOptions options, Consumer<String> told) {
        Choice choice = new Choice(told);
        choice.ask("--writer-port", options.writerPort);
        choice.ask("--reader-port", options.readerPort);
        choice.ask("--webhook-port", options.webhookPort);
        choice.ask("--kafka-port", options.kafkaPort);
        choice.ask("--mongo-port", options.mongoPort);
        choice.ask("--redis-port", options.redisPort);
        int writer = choice.of("--writer-port", 8080);
        int reader = choice.of("--reader-port", 8081);
        int webhook = choice.of("--webhook-port", 8082);
        int kafka = choice.of("--kafka-port", 9092);
        int mongo = choice.of("--mongo-port", 27017);
        int redis = choice.of("--redis-port", 6379);
        return new PortPlan(
                writer,
                choice.beside("--writer-port", writer),
                reader,
                choice.beside("--reader-port", reader),
                choice.beside("--webhook-port", webhook),
                kafka,
                mongo,
                redis);
    }

    /** Any free ones. */
    public static PortPlan free() {
        Choice choice = new Choice(taken -> {});
        return new PortPlan(
                choice.free(),
                choice.free(),
                choice.free(),
                choice.free(),
                choice.free(),
                choice.free(),
                choice.free(),
                choice.free());
    }

    /** What has been chosen so far. */
    private static final class Choice {
        private final Map<String, Integer> asked = new LinkedHashMap<>();
        private final Set<Integer> chosen = new HashSet<>();
        private final Consumer<String> told;

        Choice(Consumer<String> told) {
            this.told = told;
        }

        void ask(String option, @Nullable Integer port) {
            if (port == null) {
                return;
            }
            asked.put(option, port);
            if (port != 0 && (!Ports.isFree(port) || !chosen.add(port))) {
                throw new PortTakenException(
                        option + ": port " + port + " is taken; give another one, or 0 for any free one");
            }
        }

        int of(String option, int usual) {
            Integer port = asked.get(option);
            if (port == null) {
                return usualOrFree(option, usual);
            }
            return port == 0 ? free() : port;
        }

        int beside(String option, int port) {
            Integer wanted = asked.get(option);
            boolean any = (wanted != null && wanted == 0) || port + MANAGEMENT > LAST;
            return any ? free() : usualOrFree("the management port beside " + port, port + MANAGEMENT);
        }

        private int usualOrFree(String what, int usual) {
            if (Ports.isFree(usual) && chosen.add(usual)) {
                return usual;
            }
            int free = free();
            told.accept(what + ": port " + usual + " is taken, using " + free);
            return free;
        }

        private int free() {
            int port = Ports.free();
            while (!chosen.add(port)) {
                port = Ports.free();
            }
            return port;
        }
    }

    /** A port that was asked for cannot be had. */
    static final class PortTakenException extends RuntimeException {
        PortTakenException(String message) {
            super(message, null, false, false);
        }
    }
}
