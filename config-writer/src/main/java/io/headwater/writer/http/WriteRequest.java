package io.headwater.writer.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.runtime.tracing.RequestTracing;
import io.headwater.writer.commit.Proposal;
import io.headwater.writer.commit.Submission;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * What every call that writes takes besides its body.
 *
 * @param claim the idempotency key, with a hash over what is to be done: not over how the answer is waited for
 * @param dryRun say what would be done, and do nothing
 * @param served how long to wait for the read tier; empty where it was not asked for
 */
record WriteRequest(
        Context context,
        Parameters parameters,
        String author,
        String message,
        Optional<Submission.Claim> claim,
        boolean dryRun,
        Optional<Duration> served) {
    private static final Set<String> PARAMETERS = Set.of("dryRun", "wait", "timeout", "message");
    private static final Set<String> WAITING = Set.of("wait", "timeout");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration USUAL_WAIT = Duration.ofSeconds(5);
    private static final int LONGEST_HEADER = 255;

    /**
     * Reads it.
     *
     * @param more parameters that this call takes besides the usual ones
     */
    static WriteRequest of(Context context, String body, Set<String> more) {
        Set<String> known = new HashSet<>(PARAMETERS);
        known.addAll(more);
        Parameters parameters = Parameters.of(context, known);
        return new WriteRequest(
                context,
                parameters,
                header(context, "Headwater-Actor").orElse("anonymous"),
                parameters.text("message").orElse(""),
                header(context, "Idempotency-Key")
                        .map(key -> new Submission.Claim(key, hash(context, parameters, body))),
                parameters.flag("dryRun"),
                served(parameters));
    }

    private static Optional<Duration> served(Parameters parameters) {
        Optional<String> wait = parameters.text("wait");
        Optional<Duration> timeout = parameters.duration("timeout", LONGEST_WAIT);
        if (wait.isEmpty()) {
            return Optional.empty();
        }
        if (!wait.get().equals("reader")) {
            throw parameters.invalid("wait", "reader");
        }
        return Optional.of(timeout.orElse(USUAL_WAIT));
    }

    private static Optional<String> header(Context context, String name) {
        String value = context.header(name);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        if (value.length() > LONGEST_HEADER || value.chars().anyMatch(Character::isISOControl)) {
            throw Parameters.refused(
                    name,
                    "the header " + name + " is " + Names.quoted(value) + "; allowed: 1 to " + LONGEST_HEADER
                            + " characters without control characters");
        }
        return Optional.of(value);
    }

    private static String hash(Context context, Parameters parameters, String body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String head = context.method() + " " + context.path() + "?" + parameters.except(WAITING) + "\n"
                    + present(context, "If-Match") + "\n" + present(context, "If-None-Match") + "\n"
                    + Bodies.type(context) + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            digest.update(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String present(Context context, String header) {
        String value = context.header(header);
        return value == null ? "" : value;
    }

    /** The same with a message from the body, if the query has none. */
    WriteRequest withMessage(Optional<String> fromBody) {
        if (fromBody.isEmpty()) {
            return this;
        }
        if (!message.isEmpty() && !message.equals(fromBody.get())) {
            throw HeadwaterException.field(
                    ErrorCode.INVALID_PARAMETER,
                    "message",
                    "the body and the query have different messages; allowed: one");
        }
        return new WriteRequest(context, parameters, author, fromBody.get(), claim, dryRun, served);
    }

    Submission submission(Proposal proposal) {
        return new Submission(author, message, RequestTracing.of(context).toString(), claim, proposal);
    }
}
