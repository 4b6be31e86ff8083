package io.headwater.writer.imports;

import io.headwater.core.JsonText;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scalar means. Types are those of the core schema of YAML 1.2; the text of a number stays as it was written. Where
 * YAML 1.1, by which Spring reads, means something else by the same plain text ({@code yes}, {@code 0123}, {@code 1_000}),
 * the text is kept as a string, and a warning says so: whoever reads it as text gets what was written.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#103-core-schema">YAML 1.2.2, 10.3 Core Schema</a>
 */
final class YamlScalars {
    private static final String PREFIX = "tag:yaml.org,2002:";
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern DECIMAL = Pattern.compile("([-+]?)([0-9]*)\\.?([0-9]*)([eE][-+]?[0-9]+)?");
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9_]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,64}");
    private static final Pattern OTHER_NUMBERS = Pattern.compile(
            "0o[0-7]+|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*(\\.[0-9_]*)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
                    + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");
    private static final Set<String> OLD_BOOLEANS = Set.of("yes", "no", "on", "off");
    private static final int LONGEST_NUMBER = 1_000;

    private YamlScalars() {}

    /** Whether a scalar says that there is nothing. */
    static boolean isNull(YamlNode.Scalar scalar) {
        return (scalar.plain() && scalar.tag().isEmpty() && NULLS.contains(scalar.text()))
                || scalar.tag().equals(Optional.of(PREFIX + "null"));
    }

    /** The value of a scalar that is not null. */
    static JsonText value(YamlNode.Scalar scalar, List<String> warnings) {
        whole(scalar);
        String tag = scalar.tag().orElse("");
        if (!tag.isEmpty()) {
            return tagged(scalar, tag, warnings);
        }
        return scalar.plain() ? plain(scalar, warnings) : JsonText.ofString(scalar.text());
    }

    private static JsonText tagged(YamlNode.Scalar scalar, String tag, List<String> warnings) {
        return switch (tag) {
            case "!", PREFIX + "str" -> JsonText.ofString(scalar.text());
            case PREFIX + "bool", PREFIX + "int", PREFIX + "float" -> {
                JsonText value = plain(scalar, warnings);
                boolean bool = value.kind() == JsonText.Kind.BOOLEAN;
                if (value.kind() == JsonText.Kind.STRING || bool != tag.equals(PREFIX + "bool")) {
                    throw YamlReader.malformed(scalar.line(), "the value has not the type of its tag " + tag);
                }
                yield value;
            }
            default -> throw YamlReader.malformed(scalar.line(), "the tag " + tag + " is not allowed");
        };
    }

    private static JsonText plain(YamlNode.Scalar scalar, List<String> warnings) {
        String text = scalar.text();
        if (BOOLEANS.contains(text)) {
            return JsonText.ofBoolean(text.toLowerCase(Locale.ROOT).equals("true"));
        }
        if (OLD_BOOLEANS.contains(text.toLowerCase(Locale.ROOT))) {
            warnings.add(kept(scalar, "a boolean"));
            return JsonText.ofString(text);
        }
        if (text.length() <= LONGEST_NUMBER && !text.isEmpty() && startsLikeANumber(text)) {
            return number(scalar, warnings);
        }
        return JsonText.ofString(text);
    }

    private static boolean startsLikeANumber(String text) {
        char first = text.charAt(0);
        return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    }

    private static JsonText number(YamlNode.Scalar scalar, List<String> warnings) {
        String text = scalar.text();
        if (JSON_NUMBER.matcher(text).matches()) {
            return JsonText.ofCompact(text);
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return JsonText.ofCompact(new BigInteger(text.substring(2), 16).toString());
        }
        if (!LEADING_ZERO.matcher(text).matches() && text.chars().anyMatch(c -> c >= '0' && c <= '9')) {
            Matcher decimal = DECIMAL.matcher(text);
            if (decimal.matches()) {
                return JsonText.ofCompact(json(decimal));
            }
        }
        if (OTHER_NUMBERS.matcher(text).matches()) {
            warnings.add(kept(scalar, "a number"));
        }
        return JsonText.ofString(text);
    }

    /** {@code +5}, {@code .5} and {@code 5.} as JSON can say them. */
    private static String json(Matcher decimal) {
        String whole = decimal.group(2).replaceFirst("^0+(?=.)", "");
        String exponent = decimal.group(4) == null ? "" : decimal.group(4);
        boolean point = decimal.group().indexOf('.') >= 0;
        String fraction = decimal.group(3).isEmpty() ? "0" : decimal.group(3);
        return (decimal.group(1).equals("-") ? "-" : "")
                + (whole.isEmpty() ? "0" : whole)
                + (point ? "." + fraction : "")
                + exponent;
    }

    private static String kept(YamlNode.Scalar scalar, String other) {
        return "line " + scalar.line() + ": " + scalar.text() + " is kept as text; older YAML takes it for " + other
                + ". Quote it, or write it in another way";
    }

    /** Half a surrogate pair can be written by an escape, and nothing behind this can say it. */
    static void whole(YamlNode.Scalar scalar) {
        scalar.text().codePoints().forEach(character -> {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw YamlReader.malformed(scalar.line(), String.format("half a surrogate pair, U+%04X", character));
            }
        });
    }
}
