package io.headwater.writer.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a list goes on.
 *
 * @param revision of the first page, at which all others stay
 * @param after the last thing that was listed
 */
record Cursor(long revision, String after) {
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((revision + " " + after).getBytes(StandardCharsets.UTF_8));
    }

    static Optional<Cursor> of(Parameters parameters) {
        return parameters.text("cursor").map(text -> {
            try {
                String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                int space = plain.indexOf(' ');
                long revision = Long.parseLong(plain.substring(0, Math.max(space, 0)));
                if (revision >= 0) {
                    return new Cursor(revision, plain.substring(space + 1));
                }
            } catch (IllegalArgumentException e) {
                throw refused(parameters);
            }
            throw refused(parameters);
        });
    }

    private static RuntimeException refused(Parameters parameters) {
        return parameters.invalid("cursor", "what an earlier page gave");
    }
}
