package io.headwater.writer.imports;

import io.headwater.core.JsonText;
import java.util.List;
import java.util.Optional;

/**
 * What a file says, flattened to dotted keys.
 *
 * @param warnings what was read otherwise than somebody may expect
 */
public record ImportedFile(List<Part> parts, List<String> warnings) {
    public ImportedFile {
        parts = List.copyOf(parts);
        warnings = List.copyOf(warnings);
    }

    /**
     * One document of the file.
     *
     * @param profile the profile that it is for, if it says one
     */
    public record Part(Optional<Item> profile, List<Item> items) {
        public Part {
            items = List.copyOf(items);
        }
    }

    /**
     * One key and its value.
     *
     * @param line where the value stands, from 1
     * @param untyped whether the file's format knows only text, so that the value may be meant as a number or boolean
     */
    public record Item(String key, JsonText value, int line, boolean untyped) {}
}
