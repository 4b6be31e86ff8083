package io.headwater.runtime.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that settings can have. */
public final class SettingTypes {

    private static final Pattern BYTES = Pattern.compile("([0-9]{1,15})(B|KiB|MiB|GiB)?");

    private static final int LARGEST_SHARE = 80;

    private SettingTypes() {}

    /** Any text that is not blank. */
    public static SettingType<String> string() {
        return SettingType.of("string", "text that is not blank", SettingTypes::notBlank);
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    public static SettingType<Integer> integer(int min, int max) {
        return SettingType.of("integer", wholeNumber(min, max), text -> (int) ranged(text, min, max));
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    public static SettingType<Long> longInteger(long min, long max) {
        return SettingType.of("integer", wholeNumber(min, max), text -> ranged(text, min, max));
    }

    /** A TCP port; {@code 0} stands for any free one. */
    public static SettingType<Integer> port() {
        return SettingType.of(
                "port", "a port from 1 to 65535, or 0 for any free one", text -> (int) ranged(text, 0, 65_535));
    }

    /** {@code true} or {@code false}. */
    public static SettingType<Boolean> bool() {
        return SettingType.of("boolean", "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** A duration such as {@code 5s} between two others, both included. */
    public static SettingType<Duration> duration(Duration min, Duration max) {
        return SettingType.of("duration", Durations.ALLOWED, Durations::parse)
                .only(
                        Durations.ALLOWED + ", from " + Durations.format(min) + " to " + Durations.format(max),
                        value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }

    /** A number of bytes, such as {@code 4096}, {@code 512KiB} or {@code 4MiB}. */
    public static SettingType<Long> bytes(long min, long max) {
        String allowed =
                "a number of bytes, also with B, KiB, MiB or GiB, from " + formatBytes(min) + " to " + formatBytes(max);
        return SettingType.of("bytes", allowed, SettingTypes::parseBytes)
                .only(allowed, value -> value >= min && value <= max);
    }

    /**
     * A number of bytes of this JVM's heap, also as a share of the most that the heap may grow to: {@code 96MiB} or {@code
     * 25%}. At most four fifths of it, since something has to be left to work with.
     */
    public static SettingType<Long> memory(long min) {
        String allowed =
                "a number of bytes, also with B, KiB, MiB or GiB, or a share of the largest heap, such as 25%; from "
                        + formatBytes(min) + " to " + LARGEST_SHARE + "%";
        long heap = Runtime.getRuntime().maxMemory();
        return SettingType.of(
                        "memory", allowed, text -> text.endsWith("%") ? heap * share(text) / 100 : parseBytes(text))
                .only(allowed, value -> value >= min && value <= heap * LARGEST_SHARE / 100);
    }

    private static long share(String text) {
        return ranged(text.substring(0, text.length() - 1), 1, LARGEST_SHARE);
    }

    /** One of the constants of an enum, written in lower case and with hyphens. */
    public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        E[] constants = type.getEnumConstants();
        String allowed = Arrays.stream(constants)
                .map(SettingTypes::constantName)
                .collect(Collectors.joining(", ", "one of ", ""));
        return SettingType.of(
                "enum",
                allowed,
                text -> Arrays.stream(constants)
                        .filter(constant -> constantName(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    /** Items separated by commas; a list in the YAML file. Spaces around items do not count. */
    public static <T> SettingType<List<T>> listOf(SettingType<T> item) {
        return new SettingType<>(
                "list of " + item.name(),
                "a list, separated by commas, each " + item.allowed(),
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(item.parser())
                        .toList(),
                item.display());
    }

    /** An absolute URI with one of these schemes. Passwords in it are never shown. */
    public static SettingType<URI> uri(String... schemes) {
        List<String> known = List.of(schemes);
        String allowed =
                "a URI that starts with " + known.stream().map(s -> s + "://").collect(Collectors.joining(" or "));
        return new SettingType<>(
                "URI",
                allowed,
                text -> {
                    URI uri = URI.create(text);
                    if (uri.getScheme() == null || !known.contains(uri.getScheme())) {
                        throw new IllegalArgumentException(allowed);
                    }
                    return uri;
                },
                Masking::uri);
    }

    /**
     * A connection string that is like a URI but names several hosts, as MongoDB's do. Kept as text; passwords in it
     * are never shown.
     */
    public static SettingType<String> connectionString(String... schemes) {
        List<String> starts = Arrays.stream(schemes).map(s -> s + "://").toList();
        String allowed = "a connection string that starts with " + String.join(" or ", starts);
        return new SettingType<>("connection string", allowed, SettingTypes::notBlank, Masking::uri)
                .only(allowed, text -> starts.stream().anyMatch(text::startsWith));
    }

    static String constantName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("blank");
        }
        return text;
    }

    private static String wholeNumber(long min, long max) {
        return "a whole number from " + min + " to " + max;
    }

    private static long ranged(String text, long min, long max) {
        long value = Long.parseLong(text);
        if (value < min || value > max) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static long parseBytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String unit = matcher.group(2);
        long factor =
                unit == null ? 1 : 1L << (10 * List.of("B", "KiB", "MiB", "GiB").indexOf(unit));
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String formatBytes(long bytes) {
        String[] units = {"", "KiB", "MiB", "GiB"};
        int unit = 0;
        long amount = bytes;
        while (unit < 3 && amount != 0 && amount % 1024 == 0) {
            amount /= 1024;
            unit++;
        }
        return amount + units[unit];
    }
}
