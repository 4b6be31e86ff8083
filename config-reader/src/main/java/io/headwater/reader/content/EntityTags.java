package io.headwater.reader.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strong entity tags from content, and the comparison with {@code If-None-Match} (RFC 9110, section 13.1.2). */
public final class EntityTags {
    private static final int BYTES = 16;
    private static final Pattern TAG = Pattern.compile("\\s*(?:W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")\\s*(?:,|$)");

    private EntityTags() {}

    /** The tag of a content in one form: the first 128 bits of SHA-256. */
    static String of(String form, String content) {
        MessageDigest digest = sha256();
        digest.update((form + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(content.getBytes(StandardCharsets.UTF_8));
        byte[] hash = digest.digest();
        byte[] start = java.util.Arrays.copyOf(hash, BYTES);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(start) + '"';
    }

    /** Stands for a content in {@link #of}, so that it need not be kept: SHA-256. */
    static String digest(String content) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(sha256().digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Whether a header names a tag, or is {@code *}. What is no list of tags matches nothing: the answer is then the whole
     * body, which is always right.
     *
     * @param ifNoneMatch the values of all such headers
     */
    public static boolean match(List<String> ifNoneMatch, String entityTag) {
        for (String header : ifNoneMatch) {
            if (header.strip().equals("*")) {
                return true;
            }
            Matcher tag = TAG.matcher(header);
            int position = 0;
            while (position < header.length() && tag.find(position) && tag.start() == position) {
                if (tag.group(1).equals(entityTag)) {
                    return true;
                }
                position = tag.end();
            }
        }
        return false;
    }
}
