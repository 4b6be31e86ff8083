package io.headwater.e2e.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What a configuration file says, told by the parser that Spring itself reads with. None of Headwater's own code is in
 * here: it is what Headwater is compared with. Types are SnakeYAML's, the text of a number is the file's.
 */
final class SpringYaml {
    private static final String ON_PROFILE = "spring.config.activate.on-profile";
    private static final JsonMapper JSON = new JsonMapper();

    private SpringYaml() {}

    /** By environment ({@code _} for every one), the keys and their values as JSON. */
    static Map<String, Map<String, String>> read(String text) {
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Map<String, Map<String, String>> told = new TreeMap<>();
        for (Node document : new Yaml(new LoaderOptions()).composeAll(new StringReader(withoutMark))) {
            Map<String, String> flat = new TreeMap<>();
            flatten("", document, flat);
            String profile = flat.remove(ON_PROFILE);
            told.computeIfAbsent(profile == null ? "_" : profile.replace("\"", ""), key -> new TreeMap<>())
                    .putAll(flat);
        }
        return told;
    }

    private static void flatten(String parent, Node node, Map<String, String> to) {
        if (node instanceof MappingNode map) {
            for (NodeTuple member : map.getValue()) {
                String name = ((ScalarNode) member.getKeyNode()).getValue();
                flatten(parent.isEmpty() ? name : parent + "." + name, member.getValueNode(), to);
            }
        } else if (!parent.isEmpty()) {
            to.put(parent, json(node));
        }
    }

    private static String json(Node node) {
        return switch (node) {
            case ScalarNode scalar -> json(scalar);
            case SequenceNode list ->
                "[" + String.join(",", list.getValue().stream().map(SpringYaml::json).toList()) + "]";
            case MappingNode map -> {
                List<String> members = new ArrayList<>();
                for (NodeTuple member : map.getValue()) {
                    members.add(quoted(((ScalarNode) member.getKeyNode()).getValue())
                            + ":" + json(member.getValueNode()));
                }
                yield "{" + String.join(",", members) + "}";
            }
            default -> throw new AssertionError("a node that these files do not have: " + node);
        };
    }

    private static String json(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            if (!text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")) {
                throw new AssertionError("YAML 1.1 and 1.2 do not agree on " + text + ": say here what is right");
            }
            return text;
        }
        if (tag.equals(Tag.BOOL)) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new AssertionError("YAML 1.1 and 1.2 do not agree on " + text + ": say here what is right");
            }
            return text;
        }
        return quoted(text);
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
