package io.headwater.core;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash chain of the history.
 *
 * <p>A commit's hash is SHA-256 over the UTF-8 of its canonical form, one JSON object without white space and with its
 * members in this order: {@code previousHash}, {@code revision}, {@code time} (RFC 3339, UTC, three digits of
 * milliseconds), {@code author}, {@code message}, {@code changes}. A change has, in this order and left out where it was
 * not posted: {@code op}, {@code kind}, {@code service}, {@code environment}, {@code key}, {@code type}, {@code value},
 * {@code description}, {@code tags}, {@code owner}, {@code rank}, {@code protected}. The value is a JSON <em>string</em>
 * that holds the value's compact JSON text, so that no reader can spoil the hash by another way to write a number. Strings
 * escape {@code "}, {@code \}, and U+0000 to U+001F ({@code \b \t \n \f \r}, else {@code \}{@code u00XX} with upper-case digits).
 */
public final class CommitHash {
    /** What the first commit has as the hash before it: 64 zeros. */
    public static final String GENESIS = "0".repeat(64);

    private CommitHash() {}

    /** The hash of a commit with this content: 64 lower-case hexadecimal digits. */
    public static String of(
            long revision, Instant time, String author, String message, List<Change> changes, String previousHash) {
        String canonical = canonical(revision, time, author, message, changes, previousHash);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The canonical form that is hashed. */
    public static String canonical(
            long revision, Instant time, String author, String message, List<Change> changes, String previousHash) {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    json.writeStringField("previousHash", previousHash);
                    json.writeNumberField("revision", revision);
                    json.writeStringField("time", Times.format(time));
                    json.writeStringField("author", author);
                    json.writeStringField("message", message);
                    json.writeArrayFieldStart("changes");
                    for (Change change : changes) {
                        ChangeJson.write(json, change, CommitHash::valueAsText);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .text();
    }

    private static void valueAsText(JsonGenerator json, JsonText value) throws IOException {
        json.writeString(value.text());
    }
}
