package io.headwater.e2e.acceptance;

import static io.headwater.e2e.acceptance.Answers.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Configuration as somebody else wrote it, imported into one {@code ./headwater dev}. What it says is told by
 * {@link SpringYaml}.
 *
 * @param directory with the files
 * @param told by service, then environment ({@code _} for every), then key; values as JSON
 * @param environments all that the files name, and one that they do not
 * @param revision of the last import
 */
record RealFiles(
        DevProcess dev,
        Path directory,
        Map<String, Map<String, Map<String, String>>> told,
        Set<String> environments,
        long revision)
        implements AutoCloseable {
    private static final String FOR_EVERY_SERVICE = "application";
    private static final String QUIET_ENVIRONMENT = "environment-without-a-document";

    /** Starts {@code dev} and imports every file into it. */
    static RealFiles imported() throws Exception {
        Path directory = directoryOf();
        Map<String, String> texts = texts(directory);
        Map<String, Map<String, Map<String, String>>> told = new TreeMap<>();
        Set<String> environments = new TreeSet<>(Set.of(QUIET_ENVIRONMENT));
        texts.forEach((service, text) -> {
            told.put(service, SpringYaml.read(text));
            environments.addAll(told.get(service).keySet());
        });
        environments.remove("_");
        DevProcess dev = DevProcess.start("--ephemeral", "--no-sample");
        try {
            return new RealFiles(dev, directory, told, environments, importAll(dev, environments, texts));
        } catch (RuntimeException | Error e) {
            dev.close();
            throw e;
        }
    }

    private static long importAll(DevProcess dev, Set<String> environments, Map<String, String> texts) {
        for (String environment : environments) {
            ok(dev.writer().put("/v1/environments/" + environment, "{}"));
        }
        long revision = 0;
        for (Map.Entry<String, String> file : texts.entrySet()) {
            revision = Answers.revision(importInto(dev, file.getKey() + "/_", file.getValue()));
        }
        return revision;
    }

    /** @param scope service and environment */
    static HttpResponse<String> importInto(DevProcess dev, String scope, String text) {
        return dev.writer().post("/v1/import/" + scope, text, "Content-Type", "application/yaml");
    }

    String quietEnvironment() {
        return QUIET_ENVIRONMENT;
    }

    /** From weak to strong: everywhere, each environment, this service, this service in each environment. */
    Map<String, String> effective(String service, String... profiles) {
        Map<String, String> effective = new TreeMap<>();
        for (String layer : List.of("_", service)) {
            Map<String, Map<String, String>> said = told.getOrDefault(layer, Map.of());
            effective.putAll(said.getOrDefault("_", Map.of()));
            for (String profile : profiles) {
                effective.putAll(said.getOrDefault(profile, Map.of()));
            }
        }
        return effective;
    }

    /** By the service that a file is for. */
    private static Map<String, String> texts(Path directory) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".yml")).toList()) {
                String name = file.getFileName().toString().replace(".yml", "");
                // The list of the sample's environments is not configuration.
                if (!name.equals("environments")) {
                    texts.put(name.equals(FOR_EVERY_SERVICE) ? "_" : name, Files.readString(file));
                }
            }
        }
        assertThat(texts).as("files in %s", directory).containsKey("_").hasSizeGreaterThan(1);
        return texts;
    }

    private static Path directoryOf() {
        String named = System.getenv("HEADWATER_SHARED_DATA");
        Path shared = named == null ? DevProcess.repository().resolve("../shared/data") : Path.of(named);
        Path petclinic = shared.resolve("petclinic").normalize();
        if (Files.isDirectory(petclinic)) {
            return petclinic;
        }
        System.err.println("\n==== " + petclinic + " IS NOT THERE: testing with the project's own samples instead. ====\n"
                + "==== Set HEADWATER_SHARED_DATA to the folder that holds petclinic/. ====\n");
        return DevProcess.repository().resolve("samples");
    }

    @Override
    public void close() throws Exception {
        dev.close();
    }
}
