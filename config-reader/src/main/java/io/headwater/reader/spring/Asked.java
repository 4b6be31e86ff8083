package io.headwater.reader.spring;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, as it is echoed, and what of it Headwater can know. A name that no service or environment can have
 * is not an error: Spring's names are wider, and what is unknown there is passed over.
 *
 * @param application one application, or several with commas between; the last one is the strongest
 * @param profiles one profile, or several with commas between; the last one is the strongest
 * @param label if one is given
 */
public record Asked(String application, String profiles, Optional<String> label) {
    private static final int MOST_NAMES = 32;
    /** How a slash is written where a path cannot have one. */
    private static final String SLASH = "(_)";

    public Asked {
        checkAll("application", application, Asked::checkApplication);
        checkAll("profiles", profiles, Asked::checkProfile);
        label.ifPresent(text -> checkPrintable("label", text));
    }

    /**
     * From the parts of a path, decoded.
     *
     * @throws HeadwaterException {@link ErrorCode#INVALID_NAME} if a part is empty, or no Spring server would take it
     */
    public static Asked of(String application, String profiles, @Nullable String label) {
        return new Asked(
                application.replace(SLASH, "/"),
                profiles,
                Optional.ofNullable(label).map(text -> text.replace(SLASH, "/")));
    }

    /** The applications that are names of services, from weak to strong. */
    public List<String> services() {
        return known(application, name -> Names.service("application", name));
    }

    /** The profiles that are names of environments, from weak to strong. They need not exist. */
    public List<String> environments() {
        return known(profiles, name -> Names.environment("profiles", name));
    }

    /** The revision that the label names, 0 where it names none: a whole number without leading zeros. */
    public long revision() {
        String text = label.orElse("");
        if (text.isEmpty() || text.charAt(0) == '0' || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> known(String names, UnaryOperator<String> check) {
        List<String> known = new ArrayList<>();
        for (String name : split(names)) {
            try {
                // Who is named twice stands where the last one does.
                known.remove(name);
                known.add(check.apply(name));
            } catch (HeadwaterException e) {
                // No service or environment has this name.
            }
        }
        return known;
    }

    private static List<String> split(String names) {
        List<String> split = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            split.add(name.strip());
        }
        return split;
    }

    private static void checkAll(String field, String names, UnaryOperator<String> problem) {
        List<String> split = split(names);
        if (split.size() > MOST_NAMES) {
            throw invalid(field, names, "has " + split.size() + " names; at most " + MOST_NAMES + " are allowed");
        }
        checkPrintable(field, names);
        for (String name : split) {
            String found = name.isEmpty() ? "has an empty name" : problem.apply(name);
            if (!found.isEmpty()) {
                throw invalid(field, names, found);
            }
        }
    }

    private static String checkApplication(String name) {
        return name.length() > Names.MAX_KEY ? "has a name of more than " + Names.MAX_KEY + " characters" : "";
    }

    /** As Spring Boot checks profiles. */
    private static String checkProfile(String name) {
        boolean fits = name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "-_.+@".indexOf(c) >= 0)
                && Character.isLetterOrDigit(name.codePointAt(0))
                && Character.isLetterOrDigit(name.codePointBefore(name.length()));
        return fits && name.length() <= Names.MAX_KEY
                ? ""
                : "is not a profile: 1 to " + Names.MAX_KEY
                        + " letters, digits and - _ . + @, with a letter or digit first and last";
    }

    private static void checkPrintable(String field, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw invalid(field, text, "has a control character");
        }
    }

    private static HeadwaterException invalid(String field, String text, String problem) {
        return HeadwaterException.field(
                ErrorCode.INVALID_NAME, field, field + " " + Names.quoted(text) + " " + problem);
    }
}
