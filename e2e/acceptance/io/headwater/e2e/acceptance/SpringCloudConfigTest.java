package io.headwater.e2e.acceptance;

import static io.headwater.e2e.acceptance.Answers.ok;
import static io.headwater.e2e.acceptance.Answers.revision;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody whose applications are Spring's. Headwater answers as Spring Cloud Config Server does on the same files, and a
 * Spring Boot application boots from it: both are Spring's own programs here.
 */
@ExtendWith(SharedRealFiles.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringCloudConfigTest {
    /** What the real files do not have. */
    private static final String ODD = """
            list: [1, 2.50, true, "x", null]
            objects:
              - {name: one, tags: [x, y], inner: {deep: 1, "with/slash": 2}}
              - {name: two}
            nothing: null
            empty-list: []
            empty-map: {}
            empties: [[], {}, [1], null]
            map: {with/slash: 1, "[with/slash]": 2}
            port: 8083
            ratio: 1.0
            price: 2500.00
            text: "8083"
            spoken: "true"
            signs: "ü€😀 a: b #c"
            blank: ""
            ref: "http://localhost:${port}/${not.there:x}/"
            item: ${list[0]}
            ---
            spring.config.activate.on-profile: docker
            list: [9]
            objects: [{name: other}]
            map: {with/slash: 7}
            """;

    private final RealFiles files;
    private final SpringAnswers answers = new SpringAnswers();
    private SpringPrograms.Server server;
    private String reader;
    private long revision;
    private Path directory;

    SpringCloudConfigTest(RealFiles files) {
        this.files = files;
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Path configuration = Files.createDirectory(directory.resolve("configuration"));
        try (Stream<Path> all = Files.list(files.directory())) {
            for (Path file : all.filter(path -> path.toString().endsWith(".yml")).toList()) {
                Files.copy(file, configuration.resolve(file.getFileName().toString()));
            }
        }
        for (String environment : List.of("docker", "mysql", "default")) {
            ok(files.dev().writer().put("/v1/environments/" + environment, "{}"));
        }
        add(configuration, "odd", "_", ODD);
        add(configuration, "ordered", "_", "k: 1\nbase: 1\nunknown: a${not.there}b\n");
        add(configuration, "ordered", "docker", "k: 2\ndocker: 1\n");
        add(configuration, "ordered", "mysql", "k: 3\nmysql: 1\n");
        server = SpringPrograms.Server.start(configuration);
        reader = files.dev().url("reader") + "/spring";
        answers.get(reader + "/odd/docker?timeout=30s&min-revision=" + revision);
    }

    private void add(Path configuration, String service, String environment, String text) throws Exception {
        String file = environment.equals("_") ? service : service + "-" + environment;
        Files.writeString(configuration.resolve(file + ".yml"), text);
        revision = revision(RealFiles.importInto(files.dev(), service + "/" + environment, text));
    }

    @AfterAll
    void stop() {
        answers.close();
        server.close();
    }

    private Set<String> applications() {
        Set<String> applications = new TreeSet<>(files.told().keySet());
        applications.remove("_");
        applications.addAll(List.of("odd", "ordered", "application", "nobody", "Nobody_At.All"));
        return applications;
    }

    private Map<String, Object> theirs(String path) throws Exception {
        return SpringAnswers.environment(answers.get(server.url() + path));
    }

    private Map<String, Object> ours(String path) throws Exception {
        return SpringAnswers.environment(answers.get(reader + path));
    }

    @Test
    void shouldAnswerWhatSpringsServerAnswers() throws Exception {
        Set<String> profiles = new TreeSet<>(files.environments());
        profiles.addAll(List.of("default", "docker,mysql", "nowhere", "NO.where", "docker,nowhere,docker"));
        int compared = 0;
        for (String application : applications()) {
            for (String profile : profiles) {
                String path = "/" + application + "/" + profile;
                Map<String, Object> theirs = theirs(path);
                assertThat(ours(path)).as(path).isEqualTo(theirs);
                compared += SpringAnswers.sources(theirs).size();
            }
        }
        assertThat(compared).as("sources that were compared").isGreaterThan(100);
        for (String path : List.of("/odd/docker/main", "/odd/docker/feature(_)x", "/nobody/nowhere/a,b")) {
            assertThat(ours(path)).as(path).isEqualTo(theirs(path));
        }
    }

    @Test
    void shouldTakeTheLastProfileAndTheLastApplicationForTheStrongest() throws Exception {
        assertThat(ours("/ordered/docker,mysql")).isEqualTo(theirs("/ordered/docker,mysql"));
        assertThat(ours("/odd,ordered/docker")).isEqualTo(theirs("/odd,ordered/docker"));
        // Where all profiles are in one file Spring's server keeps to its order; so the last sources are not compared.
        String turned = "/ordered/mysql,docker";
        assertThat(SpringAnswers.sources(ours(turned)).subList(0, 3))
                .isEqualTo(SpringAnswers.sources(theirs(turned)).subList(0, 3));
        assertThat(answers.get(reader + "/ordered-mysql,docker.properties")).contains("k: 2\n");
    }

    @Test
    void shouldTellOriginsAsSpringsServerDoes() throws Exception {
        String[] accepted = {"Accept", "application/vnd.spring-cloud.config-server.v2+json"};
        String ours = answers.get(reader + "/odd/docker", accepted);

        assertThat(ours).contains("\"list[0]\":{\"value\":9,\"origin\":\"revision ");
        assertThat(SpringAnswers.environment(ours))
                .isEqualTo(SpringAnswers.environment(answers.get(server.url() + "/odd/docker", accepted)));
    }

    @Test
    void shouldGiveTheFilesThatSpringsServerGives() throws Exception {
        List<String> asked = new ArrayList<>();
        for (String application : applications()) {
            asked.add(application + "-default");
            asked.add(application + "-docker,mysql");
        }
        asked.addAll(List.of("odd-docker", "main/odd-docker", "a-b-c-nowhere"));
        for (String path : asked) {
            for (String ending : List.of("yml", "json", "properties")) {
                sameFile(ending, "/" + path + "." + ending);
            }
        }
        sameFile("yml", "/odd-docker.yml?resolvePlaceholders=false");
        sameFile("json", "/odd-docker.json?resolvePlaceholders=false");
        sameFile("properties", "/odd-docker.properties?resolvePlaceholders=false");
    }

    private void sameFile(String ending, String path) throws Exception {
        assertThat(SpringAnswers.file(ending, answers.get(reader + path)))
                .as(path)
                .isEqualTo(SpringAnswers.file(ending, answers.get(server.url() + path)));
    }

    /** Issue 4, must show 9. */
    @Test
    void shouldBootASpringApplication() throws Exception {
        String service = files.told().containsKey("customers-service") ? "customers-service" : "payments";
        String[] profiles =
                service.equals("payments") ? new String[] {"dev", "production"} : new String[] {"docker", "mysql"};
        ok(files.dev().writer().put("/v1/environments/ranking", "{}"));
        put("ranked/_/banner.color", "mine");
        put("ranked/_/banner.my-size", "3");
        put("_/ranking/banner.color", "everybody's");
        put("_/ranking/banner.mySize", "5");
        long fresh = put("ranked/ranking/banner.text", "just written");

        List<Map<String, String>> seen = SpringPrograms.boot(
                directory,
                application(service, "--spring.profiles.active=" + String.join(",", profiles)),
                application(service, "--spring.cloud.config.label=main"),
                application("odd", "--spring.profiles.active=docker", "--spring.cloud.config.label=feature/x"),
                application("ranked", "--spring.profiles.active=ranking", "--spring.cloud.config.label=" + fresh));

        assertThat(seen.getFirst()).containsAllEntriesOf(plain(files.effective(service, profiles)));
        assertThat(Long.parseLong(seen.getFirst().get("config.client.version"))).isGreaterThanOrEqualTo(revision);
        assertThat(seen.get(1)).containsAllEntriesOf(plain(files.effective(service, "default")));
        assertThat(seen.get(2))
                .containsEntry("list[0]", "9")
                .containsEntry("objects[0].name", "other")
                .containsEntry("ratio", "1.0")
                .containsEntry("nothing", "")
                .containsEntry("map[with/slash]", "2")
                .containsEntry("ref", "http://localhost:8083/x/");
        assertThat(seen.get(3))
                .as("a label that is a revision is waited for, and Headwater's order of layers holds")
                .containsEntry("banner.text", "just written")
                .containsEntry("banner.color", "mine")
                .containsEntry("banner.my-size", "3");
        assertThat(Long.parseLong(seen.get(3).get("config.client.version"))).isGreaterThanOrEqualTo(fresh);
    }

    private long put(String entry, String value) {
        return revision(files.dev().writer().put("/v1/config/" + entry, "{\"value\": \"" + value + "\"}"));
    }

    private List<String> application(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.application.name=" + name, "--spring.config.import=configserver:" + reader));
        all.addAll(List.of(arguments));
        return all;
    }

    /** What a Spring application sees of it, as text: without what it would resolve by values of its own. */
    private static Map<String, String> plain(Map<String, String> effective) {
        Map<String, String> plain = new TreeMap<>();
        effective.forEach((key, json) -> {
            if (!json.startsWith("[") && !json.contains("${")) {
                plain.put(key, json.startsWith("\"") ? json.substring(1, json.length() - 1) : json);
            }
        });
        assertThat(plain).hasSizeGreaterThan(5);
        return plain;
    }
}
