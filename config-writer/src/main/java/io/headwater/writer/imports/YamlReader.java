package io.headwater.writer.imports;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML by its events, so that the text of every scalar survives, and so that neither depth nor aliases can exhaust
 * anything: depth is bounded, an alias costs nothing until it is followed, and one that leads to itself is refused.
 */
final class YamlReader {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setParseComments(false)
            .build();

    /** A few characters can ask for a map again and again. */
    private static final int MOST_MERGED = 500_000;

    private final Iterator<Event> events;
    private int merged;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    private final Set<Anchor> open = new HashSet<>();

    private YamlReader(Iterator<Event> events) {
        this.events = events;
    }

    /** The documents of a file; those without content are left out. */
    static List<YamlNode> read(String text) {
        List<YamlNode> documents = new ArrayList<>();
        try {
            Iterator<Event> events = new Parse(SETTINGS).parseString(text).iterator();
            YamlReader reader = new YamlReader(events);
            while (events.hasNext()) {
                if (events.next().getEventId() == Event.ID.DocumentStart) {
                    reader.anchors.clear();
                    documents.add(reader.node(events.next(), 0));
                }
            }
            return documents;
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String problem = e.getProblem() == null ? "not YAML" : e.getProblem();
            throw malformed(
                    mark.map(it -> it.getLine() + 1).orElse(1),
                    problem
                            + mark.map(it -> " (column " + (it.getColumn() + 1) + ")")
                                    .orElse(""));
        } catch (YamlEngineException e) {
            throw new HeadwaterException(ErrorCode.MALFORMED_YAML, "the body is not YAML: " + e.getMessage());
        }
    }

    private YamlNode node(Event event, int depth) {
        int line = line(event);
        if (depth > JsonText.MAX_DEPTH) {
            throw Flattening.at(
                    ErrorCode.TOO_DEEP,
                    line,
                    "line " + line + ": maps and lists may be nested " + JsonText.MAX_DEPTH + " deep");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias, line);
        }
        Anchor anchor = event instanceof NodeEvent named ? named.getAnchor().orElse(null) : null;
        if (anchor != null) {
            open.add(anchor);
        }
        YamlNode node = switch (event) {
            case ScalarEvent scalar -> new YamlNode.Scalar(scalar.getValue(), scalar.isPlain(), scalar.getTag(), line);
            case SequenceStartEvent sequence -> sequence(sequence, line, depth);
            case MappingStartEvent mapping -> mapping(mapping, line, depth);
            default -> throw malformed(line, "unexpected " + event.getEventId());
        };
        remember(anchor, node);
        return node;
    }

    private void remember(@Nullable Anchor anchor, YamlNode node) {
        if (anchor != null) {
            open.remove(anchor);
            anchors.put(anchor, node);
        }
    }

    private YamlNode aliased(AliasEvent alias, int line) {
        if (open.contains(alias.getAlias())) {
            throw malformed(line, "the alias *" + alias.getAlias() + " is inside of what it stands for");
        }
        YamlNode node = anchors.get(alias.getAlias());
        if (node == null) {
            throw malformed(line, "the alias *" + alias.getAlias() + " has no anchor before it");
        }
        return node;
    }

    private YamlNode sequence(SequenceStartEvent start, int line, int depth) {
        refuseTag(start.getTag(), "tag:yaml.org,2002:seq", line);
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new YamlNode.Sequence(items, line);
    }

    private YamlNode mapping(MappingStartEvent start, int line, int depth) {
        refuseTag(start.getTag(), "tag:yaml.org,2002:map", line);
        List<YamlNode.Pair> pairs = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            YamlNode key = node(event, depth + 1);
            YamlNode value = node(events.next(), depth + 1);
            if (!(key instanceof YamlNode.Scalar scalar)) {
                throw malformed(key.line(), "a key is a map or a list; allowed: text, numbers, true, false");
            }
            if (scalar.plain() && scalar.text().equals("<<")) {
                merge(value, pairs);
            } else {
                pairs.add(new YamlNode.Pair(scalar, value));
            }
        }
        return new YamlNode.Mapping(overridden(pairs), line);
    }

    /** {@code <<: *other}: what the other map has, unless this one says otherwise. */
    private void merge(YamlNode value, List<YamlNode.Pair> pairs) {
        List<YamlNode> others = value instanceof YamlNode.Sequence several ? several.items() : List.of(value);
        for (YamlNode other : others) {
            if (!(other instanceof YamlNode.Mapping mapping)) {
                throw malformed(other.line(), "<< needs a map, or a list of maps");
            }
            merged += mapping.pairs().size() + 1;
            if (merged > MOST_MERGED) {
                throw malformed(value.line(), "<< brings more than " + MOST_MERGED + " keys into the file");
            }
            for (YamlNode.Pair pair : mapping.pairs()) {
                YamlNode.Scalar key = pair.key();
                pairs.add(new YamlNode.Pair(new YamlNode.Scalar(key.text(), false, MERGED, key.line()), pair.value()));
            }
        }
    }

    /** Marks a pair that came by a merge key. */
    private static final Optional<String> MERGED = Optional.of("merged");

    private static List<YamlNode.Pair> overridden(List<YamlNode.Pair> pairs) {
        if (pairs.stream().noneMatch(pair -> pair.key().tag().equals(MERGED))) {
            return pairs;
        }
        Set<String> own = new HashSet<>();
        pairs.stream()
                .filter(pair -> !pair.key().tag().equals(MERGED))
                .forEach(pair -> own.add(pair.key().text()));
        List<YamlNode.Pair> kept = new ArrayList<>();
        for (YamlNode.Pair pair : pairs) {
            // Of several merged maps the first wins.
            if (!pair.key().tag().equals(MERGED) || own.add(pair.key().text())) {
                kept.add(pair);
            }
        }
        return kept;
    }

    private static void refuseTag(Optional<String> tag, String allowed, int line) {
        if (tag.isPresent() && !tag.get().equals(allowed) && !tag.get().equals("!")) {
            throw malformed(line, "the tag " + tag.get() + " is not allowed");
        }
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    static HeadwaterException malformed(int line, String problem) {
        return Flattening.at(ErrorCode.MALFORMED_YAML, line, "line " + line + ": " + problem);
    }
}
