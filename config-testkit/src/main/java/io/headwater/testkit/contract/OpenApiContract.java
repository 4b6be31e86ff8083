package io.headwater.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import io.headwater.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One of Headwater's OpenAPI documents, against which exchanges are held: the path and method must be described, the
 * status and media type must be among the answers, required headers must be there, and the body must fit the schema.
 * Thread-safe.
 */
public final class OpenApiContract {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PARAMETER = Pattern.compile("\\{[^{}]*\\}");

    private final String name;
    private final JsonNode document;
    private final List<Path> paths;
    private final Validator validator = new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory())
            .createValidator();
    private final Map<String, URI> schemas = new ConcurrentHashMap<>();

    private OpenApiContract(String name) {
        this.name = name;
        this.document = load(name);
        this.paths = document.get("paths").properties().stream()
                .map(path -> new Path(pattern(path.getKey()), path.getValue()))
                .toList();
    }

    /** The write API. */
    public static OpenApiContract writer() {
        return new OpenApiContract("writer");
    }

    /** The read API. */
    public static OpenApiContract reader() {
        return new OpenApiContract("reader");
    }

    /**
     * Checks one exchange.
     *
     * @param path the raw path of the request, without query
     * @param body the body of the answer
     * @throws AssertionError saying what the document does not allow
     */
    public void check(String method, String path, int status, HttpHeaders headers, String body) {
        String exchange = method + " " + path + " → " + status;
        String mediaType = headers.firstValue("content-type")
                .map(type -> type.replaceAll(";.*", "").trim().toLowerCase(Locale.ROOT))
                .orElse("");
        JsonNode answer = answer(method, path, status);
        if (answer == null) {
            if (status < 400) {
                throw new AssertionError(exchange + " is not described in " + name + ".yaml");
            }
            answer = document.at("/components/responses/Problem");
        }
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            boolean required = resolve(header.getValue()).path("required").asBoolean();
            if (required && headers.firstValue(header.getKey()).isEmpty()) {
                throw new AssertionError(exchange + " has no header " + header.getKey());
            }
        }
        JsonNode content = answer.path("content");
        if (content.isMissingNode() || method.equals("HEAD")) {
            return;
        }
        JsonNode schema = content.path(mediaType).path("schema");
        if (schema.isMissingNode()) {
            throw new AssertionError(
                    exchange + " has the media type '" + mediaType + "', which is not described: " + body);
        }
        if (mediaType.endsWith("json")) {
            Validator.Result result = validator.validate(registered(schema), body);
            if (!result.isValid()) {
                throw new AssertionError(exchange + " does not fit its schema: "
                        + result.getErrors().stream()
                                .map(error -> error.getInstanceLocation() + " " + error.getError())
                                .toList()
                        + "\n" + body);
            }
        }
    }

    private @Nullable JsonNode answer(String method, String path, int status) {
        for (Path described : paths) {
            if (described.pattern().matcher(path).matches()) {
                String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
                JsonNode responses = described.operations().path(verb).path("responses");
                JsonNode answer = responses.path(Integer.toString(status));
                if (answer.isMissingNode() && status >= 400) {
                    answer = responses.path("default");
                }
                return answer.isMissingNode() ? null : resolve(answer);
            }
        }
        return null;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** A schema that stands by itself: the document's own schemas become its definitions. */
    private URI registered(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = JSON.createObjectNode();
            whole.set("$defs", document.at("/components/schemas"));
            whole.putArray("allOf").add(schema);
            URI id = URI.create("https://headwater.io/openapi/" + name + "/" + schemas.size());
            validator.registerSchema(id, whole.toString().replace("#/components/schemas/", "#/$defs/"));
            return id;
        });
    }

    /** A segment may have several parameters, with text between them. */
    private static Pattern pattern(String template) {
        StringBuilder regex = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(template);
        int done = 0;
        while (parameter.find()) {
            regex.append(Pattern.quote(template.substring(done, parameter.start())))
                    .append("[^/]+");
            done = parameter.end();
        }
        return Pattern.compile(
                regex.append(Pattern.quote(template.substring(done))).toString());
    }

    private static JsonNode load(String name) {
        try (InputStream file = Topics.class.getResourceAsStream("openapi/" + name + ".yaml")) {
            if (file == null) {
                throw new IllegalArgumentException("there is no openapi/" + name + ".yaml");
            }
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Path(Pattern pattern, JsonNode operations) {}
}
