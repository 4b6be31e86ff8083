package io.headwater.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Real records are held against the JSON Schemas and the AsyncAPI document. */
class RecordSchemaTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BASE = "https://headwater.io/schemas/";
    private static final Validator VALIDATOR = new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory())
            .createValidator();
    private static final JsonNode ASYNCAPI = asyncApi();

    static {
        for (String name :
                new String[] {"record-key", "entry-value", "environment-value", "watermark-value", "target-value"}) {
            VALIDATOR.registerSchema(resource("json/" + name + ".json"));
        }
        VALIDATOR.registerSchema(
                URI.create(BASE + "headers.json"),
                ASYNCAPI.at("/components/schemas/headers").toString());
    }

    @ParameterizedTest
    @MethodSource("io.headwater.schemas.RecordCodecTest#records")
    void shouldWriteRecordsThatFitTheSchemas(LogRecord record) throws Exception {
        WireRecord wire = RecordCodec.encode(record, Instant.EPOCH, null);
        valid("record-key.json", new String(wire.key(), StandardCharsets.UTF_8));
        Map<String, String> headers = new TreeMap<>();
        wire.headers()
                .forEach(header -> headers.put(header.name(), new String(header.value(), StandardCharsets.UTF_8)));
        valid("headers.json", JSON.writeValueAsString(headers));
        byte[] value = wire.value();
        if (value == null) {
            assertThat(record).isInstanceOf(LogRecord.Entry.class);
        } else {
            valid(schemaOf(record), new String(value, StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldNotFitWhatIsWrong() {
        assertThat(VALIDATOR
                        .validate(URI.create(BASE + "record-key.json"), "{\"service\":\"A\"}")
                        .isValid())
                .isFalse();
        assertThat(VALIDATOR
                        .validate(
                                URI.create(BASE + "entry-value.json"),
                                "{\"type\":\"boolean\",\"value\":1,\"revision\":1}")
                        .isValid())
                .isFalse();
    }

    @Test
    void shouldNameTheTopicsAndEveryTypeOfEvent() {
        assertThat(ASYNCAPI.at("/channels/entries/address").asText()).isEqualTo(Topics.ENTRIES);
        assertThat(ASYNCAPI.at("/channels/environment/address").asText())
                .isEqualTo(Topics.environment("{environment}"));
        RecordCodecTest.records()
                .map(record -> RecordCodec.encode(record, Instant.EPOCH, null))
                .forEach(wire -> assertThat(ASYNCAPI.at("/components/schemas/headers/properties").properties().stream()
                                .map(Map.Entry::getKey)
                                .toList())
                        .containsAll(wire.headers().stream()
                                .map(WireRecord.Header::name)
                                .toList()));
    }

    @Test
    void shouldReferToFilesThatAreThere() {
        ASYNCAPI.findValuesAsText("$ref").stream()
                .filter(ref -> ref.startsWith("./"))
                .map(ref -> ref.replaceAll("#.*", "").substring(2))
                .forEach(file -> assertThat(RecordSchemaTest.class.getResource(file))
                        .as(file)
                        .isNotNull());
        ASYNCAPI.findValuesAsText("$ref").stream()
                .filter(ref -> ref.startsWith("#"))
                .forEach(ref -> assertThat(ASYNCAPI.at(ref.substring(1)).isMissingNode())
                        .as(ref)
                        .isFalse());
    }

    private static String schemaOf(LogRecord record) {
        return switch (record) {
            case LogRecord.Entry entry -> "entry-value.json";
            case LogRecord.Environment environment -> "environment-value.json";
            case LogRecord.Watermark mark -> "watermark-value.json";
            case LogRecord.Target target -> "target-value.json";
        };
    }

    private static void valid(String schema, String json) {
        Validator.Result result = VALIDATOR.validate(URI.create(BASE + schema), json);
        assertThat(result.isValid())
                .as(() -> json + " against " + schema + ": " + result.getErrors())
                .isTrue();
    }

    private static ObjectNode asyncApi() {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(resource("asyncapi.yaml"));
        return JSON.valueToTree(document);
    }

    private static String resource(String name) {
        try (InputStream file = RecordSchemaTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
