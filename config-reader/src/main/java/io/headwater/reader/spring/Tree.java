package io.headwater.reader.spring;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.core.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Properties as maps and lists. What cannot be nested keeps its whole name at the top: where another property is what it would
 * be in, or where its name has an empty part. A few indices far apart make no list, since it would be mostly nothing: they
 * stay in the name.
 */
final class Tree {
    private static final int DEEPEST = 90;

    private final Set<String> names;
    /** By the beginning of a name, what is directly in what it names. */
    private final Map<String, Children> children = new HashMap<>();

    private static final class Children {
        private boolean members;
        private final NavigableSet<Integer> items = new TreeSet<>();

        boolean list() {
            return !members && items.last() < 2 * items.size() + 8;
        }
    }

    /** Members by name, or items by index; each a node or a {@link JsonText}. */
    private sealed interface Node {
        record Members(Map<String, Object> byName) implements Node {}

        record Items(SortedMap<Integer, Object> byIndex) implements Node {}
    }

    private Tree(Set<String> names) {
        this.names = names;
    }

    /** A map of maps and {@link JsonText}s, in the order of the properties; lists are JSON. */
    static Map<String, Object> of(Map<String, JsonText> properties) {
        Tree tree = new Tree(properties.keySet());
        Map<String, Path> paths = new LinkedHashMap<>();
        properties.keySet().forEach(name -> paths.put(name, Path.of(name)));
        paths.forEach(tree::count);
        Node.Members root = members();
        paths.forEach((name, path) -> put(tree.keys(name, path), properties.getOrDefault(name, JsonText.NULL), root));
        return maps(root);
    }

    private void count(String name, Path path) {
        int end = 0;
        for (Path.Step step : path.steps()) {
            Children parent = children.computeIfAbsent(name.substring(0, end), beginning -> new Children());
            if (step.item()) {
                parent.items.add(step.index());
            } else {
                parent.members = true;
            }
            end = step.end();
        }
    }

    /** What a property is reached by: names and indices. */
    private List<Object> keys(String name, Path path) {
        List<Object> keys = new ArrayList<>();
        int end = 0;
        for (Path.Step step : path.steps()) {
            String parent = name.substring(0, end);
            if (end > 0 && names.contains(parent)) {
                return List.of(name);
            }
            if (!step.item()) {
                keys.add(step.name());
            } else if (children.getOrDefault(parent, new Children()).list()) {
                keys.add(step.index());
            } else if (keys.getLast() instanceof String before) {
                keys.set(keys.size() - 1, before + "[" + step.index() + "]");
            } else {
                return List.of(name);
            }
            end = step.end();
        }
        return keys.isEmpty() || keys.size() > DEEPEST ? List.of(name) : keys;
    }

    private static Node.Members members() {
        return new Node.Members(new LinkedHashMap<>());
    }

    private static void put(List<Object> keys, JsonText value, Node.Members root) {
        Node in = root;
        for (int i = 0; i < keys.size() - 1; i++) {
            boolean items = keys.get(i + 1) instanceof Integer;
            in = child(in, keys.get(i), items);
        }
        put(in, keys.getLast(), value);
    }

    private static Node child(Node in, Object key, boolean items) {
        Object present = switch (in) {
            case Node.Members members -> members.byName().get((String) key);
            case Node.Items list -> list.byIndex().get((Integer) key);
        };
        if (present instanceof Node node) {
            return node;
        }
        Node made = items ? new Node.Items(new TreeMap<>()) : members();
        put(in, key, made);
        return made;
    }

    private static void put(Node in, Object key, Object value) {
        switch (in) {
            case Node.Members members -> members.byName().put((String) key, value);
            case Node.Items list -> list.byIndex().put((Integer) key, value);
        }
    }

    private static Map<String, Object> maps(Node.Members members) {
        Map<String, Object> maps = new LinkedHashMap<>();
        members.byName()
                .forEach((name, value) -> maps.put(
                        name,
                        switch (value) {
                            case Node.Members inner -> maps(inner);
                            case Node.Items list -> JsonText.write(json -> write(list, json));
                            default -> value;
                        }));
        return maps;
    }

    private static void write(Object value, JsonGenerator to) throws IOException {
        switch (value) {
            case Node.Members members -> {
                to.writeStartObject();
                for (Map.Entry<String, Object> member : members.byName().entrySet()) {
                    to.writeFieldName(member.getKey());
                    write(member.getValue(), to);
                }
                to.writeEndObject();
            }
            case Node.Items list -> {
                to.writeStartArray();
                int index = 0;
                for (Map.Entry<Integer, Object> item : list.byIndex().entrySet()) {
                    for (; index < item.getKey(); index++) {
                        to.writeNull();
                    }
                    write(item.getValue(), to);
                    index++;
                }
                to.writeEndArray();
            }
            default -> to.writeRawValue(value.toString());
        }
    }

    /** A tree as JSON. */
    static void write(Map<String, Object> tree, JsonGenerator to) throws IOException {
        to.writeStartObject();
        for (Map.Entry<String, Object> member : tree.entrySet()) {
            to.writeFieldName(member.getKey());
            if (member.getValue() instanceof JsonText leaf) {
                to.writeRawValue(leaf.text());
            } else {
                write(inner(member.getValue()), to);
            }
        }
        to.writeEndObject();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> inner(Object map) {
        return (Map<String, Object>) map;
    }
}
