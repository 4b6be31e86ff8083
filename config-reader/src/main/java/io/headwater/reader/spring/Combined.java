package io.headwater.reader.spring;

import io.headwater.core.JsonText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All sources as one: the first that has a property gives it, and a list is taken whole from the first that has it. */
final class Combined {
    private Combined() {}

    /** @param sources the strongest first */
    static Map<String, JsonText> of(List<Source> sources) {
        Map<String, JsonText> combined = new LinkedHashMap<>();
        Map<String, Integer> givenBy = new HashMap<>();
        for (int i = 0; i < sources.size(); i++) {
            int source = i;
            sources.get(i).properties().forEach((name, property) -> {
                if (givenBy.computeIfAbsent(ListNames.whole(name), whole -> source) == source) {
                    combined.put(name, property.value());
                }
            });
        }
        return combined;
    }
}
