package io.headwater.standalone;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code ./headwater dev}. */
@Command(
        name = "headwater dev",
        description = "Everything in one process on embedded parts, until Ctrl-C.",
        sortOptions = false,
        usageHelpWidth = 110)
final class DevOptions {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "where everything is kept (default: .headwater)")
    private @Nullable Path data;

    @Option(names = "--ephemeral", description = "a temporary directory, removed at exit")
    boolean ephemeral;

    @Option(
            names = "--sample",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "import samples/ when the history is empty (default: on)")
    boolean sample;

    @Option(
            names = "--auth",
            paramLabel = "off|on",
            defaultValue = "off",
            description = "access control (default: off, loopback only)")
    String auth = "off";

    @Option(names = "--writer-port", paramLabel = "PORT", description = "write API (default: 8080; 0: any free one)")
    @Nullable Integer writerPort;

    @Option(names = "--reader-port", paramLabel = "PORT", description = "read API (default: 8081)")
    @Nullable Integer readerPort;

    @Option(
            names = "--webhook-port",
            paramLabel = "PORT",
            description = "the propagator's base port, of which only the management port listens (default: 8082)")
    @Nullable Integer webhookPort;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Kafka (default: 9092)")
    @Nullable Integer kafkaPort;

    @Option(names = "--mongo-port", paramLabel = "PORT", description = "MongoDB (default: 27017)")
    @Nullable Integer mongoPort;

    @Option(names = "--redis-port", paramLabel = "PORT", description = "Redis (default: 6379)")
    @Nullable Integer redisPort;

    @Option(
            names = "--print-json",
            description =
                    "when ready, one line of JSON with every URL and port on standard output, and nothing else there")
    boolean printJson;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    /** Checks what picocli cannot. */
    void validate() {
        if (spec == null) {
            throw new IllegalStateException("not parsed");
        }
        if (!auth.equals("off")) {
            throw new ParameterException(
                    spec.commandLine(),
                    auth.equals("on")
                            ? "--auth on: access control is not there yet; everything listens on loopback only"
                            : "--auth is '" + auth + "'; allowed: off, on");
        }
        for (Integer port : Arrays.asList(writerPort, readerPort, webhookPort, kafkaPort, mongoPort, redisPort)) {
            if (port != null && (port < 0 || port > 65_535)) {
                throw new ParameterException(
                        spec.commandLine(), "port " + port + " is not one; allowed: 0 (any free one) to 65535");
            }
        }
        if (ephemeral && data != null) {
            throw new ParameterException(spec.commandLine(), "--ephemeral and --data exclude each other");
        }
    }

    Path dataOr(Path usual) {
        return data == null ? usual : data;
    }
}
