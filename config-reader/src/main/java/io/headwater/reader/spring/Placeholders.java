package io.headwater.reader.spring;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Replaces {@code ${name}} and {@code ${name:otherwise}} in texts by what the same configuration says, as Spring does:
 * placeholders may stand in names, in what stands for them and in values; <code>\${</code> is none; what nothing is known of
 * stays as it is. Nothing of this process is ever put in: neither its environment nor its properties.
 *
 * <p>One instance serves one answer, whose growth it bounds: a few texts that name each other twice would double at each step.
 *
 * @see <a href="https://docs.spring.io/spring-framework/reference/core/beans/environment.html">Placeholder resolution</a>
 */
final class Placeholders {
    private static final int MOST_CHARACTERS = 8 << 20;
    private static final int DEEPEST = 64;

    private final Map<String, JsonText> properties;
    private final Map<String, String> resolved = new HashMap<>();
    private final SequencedSet<String> open = new LinkedHashSet<>();
    private int depth;
    private long characters;

    private Placeholders(Map<String, JsonText> properties) {
        this.properties = properties;
    }

    /**
     * The same properties with every placeholder replaced that can be. A text in which one was becomes a text, whatever it
     * names.
     *
     * @throws HeadwaterException {@link ErrorCode#NOT_ACCEPTABLE} if one leads back to itself, or they grow beyond all bounds
     */
    static Map<String, JsonText> resolve(Map<String, JsonText> properties) {
        Placeholders placeholders = new Placeholders(properties);
        Map<String, JsonText> all = new LinkedHashMap<>();
        properties.forEach((name, value) -> {
            boolean plain =
                    value.kind() != JsonText.Kind.STRING || !value.text().contains("${");
            all.put(name, plain ? value : JsonText.ofString(placeholders.valueOf(name, value)));
        });
        return all;
    }

    private String valueOf(String name, JsonText value) {
        String known = resolved.get(name);
        if (known != null) {
            return known;
        }
        if (!open.add(name)) {
            throw refused("the placeholder ${" + name + "} leads back to itself, by way of " + String.join(", ", open));
        }
        String text = value.kind() == JsonText.Kind.STRING ? replaced(value.plain()) : value.text();
        open.remove(name);
        resolved.put(name, text);
        return text;
    }

    private String replaced(String text) {
        if (++depth > DEEPEST) {
            throw refused("placeholders lead to each other more than " + DEEPEST + " deep");
        }
        StringBuilder replaced = new StringBuilder();
        int done = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", done)) {
            if (start > done && text.charAt(start - 1) == '\\') {
                replaced.append(text, done, start - 1).append("${");
                done = start + 2;
                continue;
            }
            int end = end(text, start + 2);
            if (end < 0) {
                break;
            }
            String whole = text.substring(start, end + 1);
            replaced.append(text, done, start)
                    .append(placeholder(text.substring(start + 2, end)).orElse(whole));
            done = end + 1;
            checkSize(replaced.length());
        }
        depth--;
        replaced.append(text, done, text.length());
        characters += replaced.length();
        checkSize(0);
        return replaced.toString();
    }

    /** What stands for a placeholder; empty if nothing is known of it. */
    private Optional<String> placeholder(String body) {
        int colon = colon(body);
        if (colon < 0) {
            return value(replaced(body));
        }
        // A name may have a colon. With placeholders in it this is not tried: it would double the work at every step
        // inwards.
        Optional<String> named = body.contains("${") ? Optional.empty() : value(body);
        return named.or(() -> value(replaced(body.substring(0, colon))))
                .or(() -> Optional.of(replaced(body.substring(colon + 1))));
    }

    private Optional<String> value(String name) {
        String stripped = name.strip();
        JsonText value = properties.get(stripped);
        return value == null ? Optional.empty() : Optional.of(valueOf(stripped, value));
    }

    /** The brace that closes a placeholder. */
    private static int end(String text, int from) {
        int inner = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                inner++;
            } else if (c == '}' && inner-- == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The colon behind the name, outside of placeholders in it; negative if there is none. */
    private static int colon(String body) {
        int inner = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '{') {
                inner++;
            } else if (c == '}') {
                inner--;
            } else if (c == ':' && inner == 0) {
                return i;
            }
        }
        return -1;
    }

    private void checkSize(int more) {
        if (characters + more > MOST_CHARACTERS) {
            throw refused("placeholders make more than " + MOST_CHARACTERS + " characters of this configuration");
        }
    }

    private static HeadwaterException refused(String why) {
        return new HeadwaterException(
                ErrorCode.NOT_ACCEPTABLE, why + "; ask with resolvePlaceholders=false, or for the environment");
    }
}
