package io.headwater.writer.imports;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.core.ErrorCode;
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
            case YamlNode.Mapping root -> flatten("", root, flattening);
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

    private void flatten(String parent, YamlNode.Mapping mapping, Flattening to) {
        for (YamlNode.Pair pair : mapping.pairs()) {
            String key = Flattening.dotted(parent, pair.key().text());
            to.count(key.length(), pair.key().line());
            switch (pair.value()) {
                case YamlNode.Mapping inner -> flatten(key, inner, to);
                case YamlNode.Sequence list ->
                    to.add(key, json(list, to), pair.key().line(), false);
                case YamlNode.Scalar scalar ->
                    to.add(key, value(scalar), pair.key().line(), false);
            }
        }
    }

    private JsonText value(YamlNode.Scalar scalar) {
        return YamlScalars.isNull(scalar) ? JsonText.ofString("") : YamlScalars.value(scalar, warnings);
    }

    private JsonText json(YamlNode node, Flattening counting) {
        return JsonText.write(json -> write(json, node, counting));
    }

    private void write(JsonGenerator json, YamlNode node, Flattening counting) throws IOException {
        counting.count(node instanceof YamlNode.Scalar scalar ? scalar.text().length() : 2, node.line());
        switch (node) {
            case YamlNode.Scalar scalar ->
                json.writeRawValue(
                        YamlScalars.isNull(scalar)
                                ? "null"
                                : YamlScalars.value(scalar, warnings).text());
            case YamlNode.Sequence list -> {
                json.writeStartArray();
                for (YamlNode item : list.items()) {
                    write(json, item, counting);
                }
                json.writeEndArray();
            }
            case YamlNode.Mapping mapping -> {
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
                    write(json, pair.value(), counting);
                }
                json.writeEndObject();
            }
        }
    }
}
