package io.headwater.writer.imports;

import java.util.List;
import java.util.Optional;

/** A YAML document as it was written: scalars keep their text. */
sealed interface YamlNode {
    /** Where it begins, from 1. */
    int line();

    /**
     * A scalar.
     *
     * @param plain whether it is without quotes and not a block
     */
    record Scalar(String text, boolean plain, Optional<String> tag, int line) implements YamlNode {}

    /** A list. */
    record Sequence(List<YamlNode> items, int line) implements YamlNode {}

    /** A map, in the order of the file. */
    record Mapping(List<Pair> pairs, int line) implements YamlNode {}

    /** A member of a map. */
    record Pair(Scalar key, YamlNode value) {}
}
