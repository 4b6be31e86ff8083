package io.headwater.e2e.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/**
 * Answers of two servers in a form in which they are equal if they say the same. Two things differ by nature: Spring's server
 * tells the key by which a document is for a profile, and which file a source is. And it reads numbers into doubles, so that
 * here numbers are equal if their values are.
 */
final class SpringAnswers implements AutoCloseable {
    private static final String ON_PROFILE = "spring.config.activate.on-profile";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final HttpClient http = HttpClient.newHttpClient();

    String get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", url, answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Every member but {@code version}, and of the sources what they say, in order. */
    static Map<String, Object> environment(String body) throws Exception {
        JsonNode answer = JSON.readTree(body);
        List<Object> sources = new ArrayList<>();
        for (JsonNode source : answer.get("propertySources")) {
            Map<String, Object> properties = new TreeMap<>();
            source.get("source").properties().forEach(property -> properties.put(
                    property.getKey(),
                    plain(property.getValue().has("value") ? property.getValue().get("value") : property.getValue())));
            properties.remove(ON_PROFILE);
            if (!properties.isEmpty()) {
                sources.add(properties);
            }
        }
        Map<String, Object> plain = new TreeMap<>();
        for (String member : List.of("name", "profiles", "label", "state")) {
            assertThat(answer.has(member)).as("%s of %s", member, body).isTrue();
            plain.put(member, answer.get(member).toString());
        }
        assertThat(answer.has("version")).as(body).isTrue();
        plain.put("sources", sources);
        return plain;
    }

    /** What the sources of an {@link #environment} say, in order. */
    static List<?> sources(Map<String, Object> environment) {
        return (List<?>) environment.get("sources");
    }

    /** A file as nested maps. */
    static Object file(String ending, String body) throws Exception {
        return switch (ending) {
            case "json" -> withoutProfile(plain(JSON.readTree(body)));
            case "yml" -> withoutProfile(plain(JSON.valueToTree(new Yaml().<Object>load(body))));
            default -> {
                Properties properties = new Properties();
                properties.load(new StringReader(body));
                properties.remove(ON_PROFILE);
                // Spring's server loses the zeros at the end of a number, which Headwater keeps.
                Map<String, String> texts = new TreeMap<>();
                properties.stringPropertyNames().forEach(name -> texts.put(name, plain(properties.getProperty(name))));
                yield texts;
            }
        };
    }

    private static Object withoutProfile(Object file) {
        remove(file, List.of(ON_PROFILE.split("\\.", -1)));
        return file;
    }

    private static void remove(Object from, List<String> path) {
        if (from instanceof Map<?, ?> map && map.get(path.getFirst()) != null) {
            if (path.size() == 1) {
                map.remove(path.getFirst());
                return;
            }
            Object below = map.get(path.getFirst());
            remove(below, path.subList(1, path.size()));
            if (below instanceof Map<?, ?> left && left.isEmpty()) {
                map.remove(path.getFirst());
            }
        }
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new TreeMap<>();
            node.properties().forEach(member -> map.put(member.getKey(), plain(member.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(item)));
            return list;
        }
        return node.isNumber() ? plain(node.asText()) : node.toString();
    }

    private static String plain(String text) {
        return text.matches("-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?")
                ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                : text;
    }

    @Override
    public void close() {
        http.close();
    }
}
