package io.headwater.writer.imports;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** YAML as Spring's configuration files use it. Nested maps become dotted keys, lists JSON values, null an empty text. */
public final class YamlFile {
    private final List<String> warnings = new ArrayList<>();

    private YamlFile() {}

    /**
     * Reads a file of any number of documents.
     *
     * @throws io.headwater.core.HeadwaterException {@code MALFORMED_YAML} and its like, with the line
     */
    public static ImportedFile read(String text) {
        YamlFile file = new YamlFile();
        List<ImportedFile.Part> parts = new ArrayList<>();
        for (YamlNode document : YamlReader.read(text)) {
            parts.add(file.part(document));
        }
        return new ImportedFile(parts, file.warnings);
    }

    private ImportedFile.Part part(YamlNode document) {
        Flattening flattening = new Flattening(ErrorCode.MALFORMED_YAML);
        switch (document) {
            case YamlNode.Mapping root -> flatten("", root, 1, flattening);
            case YamlNode.Sequence list ->
                throw YamlReader.malformed(list.line(), "the document is a list; allowed: a map of keys and values");
            case YamlNode.Scalar scalar -> {
                if (!YamlScalars.isNull(scalar)) {
                    throw YamlReader.malformed(
                            scalar.line(), "the document is a single value; allowed: a map of keys and values");
                }
            }
        }
        return flattening.part();
    }

    private void flatten(String parent, YamlNode.Mapping mapping, int depth, Flattening to) {
        checkDepth(depth, JsonText.MAX_DEPTH, mapping.line());
        for (YamlNode.Pair pair : mapping.pairs()) {
            String key = Flattening.dotted(parent, pair.key().text());
            to.count(key.length(), pair.key().line());
            switch (pair.value()) {
                case YamlNode.Mapping inner ->
                    flatten(Flattening.parent(key, pair.key().line()), inner, depth + 1, to);
                case YamlNode.Sequence list ->
                    add(key, json(list, to), pair.key().line(), to);
                case YamlNode.Scalar scalar ->
                    add(key, value(scalar), pair.key().line(), to);
            }
        }
    }

    /** Only the reader of JSON knows what it takes: names, numbers and depth have bounds there that YAML has not. */
    private static void add(String key, JsonText value, int line, Flattening to) {
        try {
            value.checkReadableAsMember();
        } catch (HeadwaterException e) {
            ErrorCode code = e.code() == ErrorCode.TOO_DEEP ? ErrorCode.TOO_DEEP : ErrorCode.MALFORMED_YAML;
            throw Flattening.at(code, line, "line " + line + ": as JSON, " + e.detail());
        }
        to.add(key, value, line, false);
    }

    /** The file itself is never deep, but aliases in what other aliases stand for may make it so. */
    private static void checkDepth(int depth, int most, int line) {
        if (depth > most) {
            throw Flattening.at(
                    ErrorCode.TOO_DEEP,
                    line,
                    "line " + line + ": maps and lists may be nested " + most
                            + " deep here, aliases followed, and these are deeper");
        }
    }

    private JsonText value(YamlNode.Scalar scalar) {
        return YamlScalars.isNull(scalar) ? JsonText.ofString("") : YamlScalars.value(scalar, warnings);
    }

    private JsonText json(YamlNode node, Flattening counting) {
        return JsonText.write(json -> write(json, node, 1, counting));
    }

    private void write(JsonGenerator json, YamlNode node, int depth, Flattening counting) throws IOException {
        counting.count(node instanceof YamlNode.Scalar scalar ? scalar.text().length() : 2, node.line());
        switch (node) {
            case YamlNode.Scalar scalar ->
                json.writeRawValue(
                        YamlScalars.isNull(scalar)
                                ? "null"
                                : YamlScalars.value(scalar, warnings).text());
            case YamlNode.Sequence list -> {
                checkDepth(depth, JsonText.MAX_DEPTH - 1, list.line());
                json.writeStartArray();
                for (YamlNode item : list.items()) {
                    write(json, item, depth + 1, counting);
                }
                json.writeEndArray();
            }
            case YamlNode.Mapping mapping -> {
                checkDepth(depth, JsonText.MAX_DEPTH - 1, mapping.line());
                json.writeStartObject();
                Set<String> names = new HashSet<>();
                for (YamlNode.Pair pair : mapping.pairs()) {
                    if (!names.add(pair.key().text())) {
                        throw YamlReader.malformed(
                                pair.key().line(),
                                "the key " + pair.key().text() + " is given twice in one map of a list");
                    }
                    YamlScalars.whole(pair.key());
                    json.writeFieldName(pair.key().text());
                    write(json, pair.value(), depth + 1, counting);
                }
                json.writeEndObject();
            }
        }
    }
}
