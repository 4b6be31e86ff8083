package io.headwater.writer.commit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to commit.
 *
 * @param message what for; may be empty
 * @param traceparent W3C trace context of the request
 * @param claim its idempotency key, if it has one
 */
public record Submission(
        String author, String message, @Nullable String traceparent, Optional<Claim> claim, Proposal proposal) {
    /**
     * An idempotency key.
     *
     * @param request SHA-256 of everything that the request says
     */
    public record Claim(String key, String request) {}
}
