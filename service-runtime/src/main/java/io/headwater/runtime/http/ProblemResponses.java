package io.headwater.runtime.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a handler throws into a problem document. */
final class ProblemResponses {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);

    /** What is away comes back by itself, mostly soon. */
    private static final String RETRY_AFTER_SECONDS = "1";

    private final Supplier<String> incidents;

    /** @param incidents ids that tie an answer to a log line */
    ProblemResponses(Supplier<String> incidents) {
        this.incidents = incidents;
    }

    void install(RoutesConfig routes) {
        routes.exception(HttpResponseException.class, this::answer);
        routes.exception(HeadwaterException.class, (refusal, context) -> {
            if (refusal.status() >= 500) {
                LOG.warn("{} {}: {}", context.method(), context.path(), refusal.detail());
            }
            write(context, Problem.of(refusal));
        });
        routes.exception(Exception.class, this::answerUnexpected);
    }

    static void write(Context context, Problem problem) {
        // Jetty would carry the charset of the type that was set before over to this one.
        context.res().setContentType(null);
        if (problem.code() == ErrorCode.UNAVAILABLE) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        context.status(problem.status()).contentType(Problem.CONTENT_TYPE).result(problem.json());
    }

    private void answer(HttpResponseException refusal, Context context) {
        String served = refusal.getStatus() == 405 ? refusal.getDetails().get("availableMethods") : null;
        String allow = served == null ? null : served.replace("GET", "GET, HEAD") + ", OPTIONS";
        if (allow != null) {
            context.header("Allow", allow);
            if (context.method().equals(HandlerType.OPTIONS)) {
                context.status(204);
                return;
            }
        }
        write(context, Problem.ofStatus(refusal.getStatus(), detail(refusal, context, allow)));
    }

    private static String detail(HttpResponseException refusal, Context context, @Nullable String allow) {
        return switch (refusal.getStatus()) {
            case 404 -> "nothing is served at " + context.path();
            case 405 -> context.method() + " is not allowed at " + context.path() + "; allowed: " + allow;
            default -> {
                String message = refusal.getMessage();
                yield message == null ? "status " + refusal.getStatus() : message;
            }
        };
    }

    private void answerUnexpected(Exception failure, Context context) {
        String incident = incidents.get();
        LOG.error("incident {}: {} {} failed", incident, context.method(), context.path(), failure);
        write(
                context,
                Problem.of(
                        ErrorCode.INTERNAL,
                        "something went wrong here that is not the fault of the request; the log has it as incident "
                                + incident));
    }
}
