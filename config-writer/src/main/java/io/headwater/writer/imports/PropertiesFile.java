package io.headwater.writer.imports;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code .properties} file, read as {@link java.util.Properties} does, in UTF-8, with line numbers, and with Spring's
 * separator of documents ({@code #---}). All values are text.
 */
public final class PropertiesFile {
    private final String[] lines;
    private int next;

    private PropertiesFile(String text) {
        this.lines = text.split("\r\n|\r|\n", -1);
    }

    /**
     * Reads a file.
     *
     * @throws HeadwaterException {@code MALFORMED_PROPERTIES} and its like, with the line
     */
    public static ImportedFile read(String text) {
        return new PropertiesFile(text).read();
    }

    private ImportedFile read() {
        List<ImportedFile.Part> parts = new ArrayList<>();
        Flattening part = new Flattening(ErrorCode.TOO_LARGE);
        while (next < lines.length) {
            String line = lines[next];
            String content = stripped(line);
            if (line.equals("#---") || line.equals("!---")) {
                parts.add(part.part());
                part = new Flattening(ErrorCode.TOO_LARGE);
                next++;
            } else if (content.isEmpty() || isComment(content)) {
                next++;
            } else {
                int at = next + 1;
                String whole = logicalLine();
                if (!whole.isEmpty()) {
                    property(whole, at, part);
                }
            }
        }
        parts.add(part.part());
        return new ImportedFile(parts, List.of());
    }

    /** Joins a line with those that it goes on in: each that ends in an odd number of backslashes. */
    private String logicalLine() {
        StringBuilder joined = new StringBuilder();
        while (next < lines.length) {
            String line = stripped(lines[next++]);
            if (joined.isEmpty() && isComment(line)) {
                // The JDK takes a line that only a backslash came before for a new one.
                return "";
            }
            if (!goesOn(line)) {
                return joined.append(line).toString();
            }
            joined.append(line, 0, line.length() - 1);
        }
        return joined.toString();
    }

    private static boolean isComment(String line) {
        return line.startsWith("#") || line.startsWith("!");
    }

    private static boolean goesOn(String line) {
        int backslashes = 0;
        for (int i = line.length() - 1; i >= 0 && line.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static String stripped(String line) {
        int start = 0;
        while (start < line.length() && isSpace(line.charAt(start))) {
            start++;
        }
        return line.substring(start);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    private static void property(String line, int number, Flattening to) {
        int end = 0;
        while (end < line.length()
                && !isSpace(line.charAt(end))
                && line.charAt(end) != '='
                && line.charAt(end) != ':') {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, line.length());
        int value = end;
        while (value < line.length() && isSpace(line.charAt(value))) {
            value++;
        }
        if (value < line.length() && (line.charAt(value) == '=' || line.charAt(value) == ':')) {
            value++;
            while (value < line.length() && isSpace(line.charAt(value))) {
                value++;
            }
        }
        String key = unescaped(line.substring(0, end), number);
        to.add(key, JsonText.ofString(unescaped(line.substring(value), number)), number, true);
    }

    private static String unescaped(String text, int line) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            if (++i == text.length()) {
                break;
            }
            char escaped = text.charAt(i);
            switch (escaped) {
                case 't' -> plain.append('\t');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 'f' -> plain.append('\f');
                case 'u' -> {
                    plain.append(unicode(text, i + 1, line));
                    i += 4;
                }
                default -> plain.append(escaped);
            }
        }
        return whole(plain.toString(), line);
    }

    private static char unicode(String text, int start, int line) {
        int code = 0;
        for (int i = start; i < start + 4; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw malformed(line, "\\u is not followed by four hexadecimal digits");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private static String whole(String text, int line) {
        text.codePoints().forEach(character -> {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw malformed(line, String.format("half a surrogate pair, U+%04X", character));
            }
        });
        return text;
    }

    private static HeadwaterException malformed(int line, String problem) {
        return Flattening.at(ErrorCode.MALFORMED_PROPERTIES, line, "line " + line + ": " + problem);
    }
}
