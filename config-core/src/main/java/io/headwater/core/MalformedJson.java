package io.headwater.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a JSON parser complains of, for the one who sent the text: what is wrong and where. The switches by which a
 * programmer could make the parser more lenient, and its way to name a source that it does not show, are nothing to them.
 */
final class MalformedJson {
    private record Rewording(Pattern said, String instead) {
        static Rewording of(String said, String instead) {
            return new Rewording(Pattern.compile(said), instead);
        }
    }

    private static final List<Rewording> REWORDINGS = List.of(
            Rewording.of(
                    "Non-standard token '([^']*)':.*",
                    "$1 is not a JSON number; allowed: digits, with a fraction and an exponent or without"),
            Rewording.of("(allow numbers to have plus signs):.*", "$1"),
            Rewording.of("maybe a \\(non-standard\\) comment\\?.*", "JSON has no comments"),
            Rewording.of(
                    "Number value length \\((\\d+)\\) exceeds the maximum allowed \\((\\d+).*",
                    "a number has $1 characters; allowed: $2"),
            Rewording.of(
                    "String value length \\((\\d+)\\) exceeds the maximum allowed \\((\\d+).*",
                    "a string has $1 characters; allowed: $2"),
            Rewording.of(
                    "Name length \\((\\d+)\\) exceeds the maximum allowed \\((\\d+).*",
                    "the name of a member has $1 characters; allowed: $2"),
            Rewording.of("\\[Source:[^\\[\\]]*line: (\\d+), column: (\\d+)\\]", "line $1, column $2"),
            // Whatever else a later version of the parser recommends or refers to.
            Rewording.of("[;:,] (enable|from) `[^`]*`( to allow)?", ""),
            Rewording.of(" ?\\([^()]*Feature '?[A-Z_]+'?[^()]*\\)", ""));

    private MalformedJson() {}

    /** The reason and, where it is known, line and column. */
    static String describe(IOException e) {
        return reason(e) + position(e);
    }

    /** The reason alone. */
    static String reason(IOException e) {
        String reason =
                String.valueOf(e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage());
        for (Rewording rewording : REWORDINGS) {
            reason = rewording.said().matcher(reason).replaceAll(rewording.instead());
        }
        return reason;
    }

    /** {@code (line 1, column 8)} with a space in front; empty if the place is not known. */
    static String position(IOException e) {
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? " (line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr() + ")"
                : "";
    }
}
