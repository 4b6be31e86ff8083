package io.headwater.runtime.tracing;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;

/**
 * Gives every request a trace context: the one that it came with, or a new one. It is in the log lines of the thread
 * under the name {@code traceparent}; a request has a virtual thread to itself, so nothing has to be taken out again.
 */
public final class RequestTracing implements Handler {

    @Override
    public void handle(Context context) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Traceparent traceparent = Traceparent.parse(context.header(Traceparent.HEADER))
                .map(parent -> parent.child(random))
                .orElseGet(() -> Traceparent.create(random));
        context.attribute(Traceparent.HEADER, traceparent);
        MDC.put(Traceparent.HEADER, traceparent.toString());
    }

    /** The trace context of a request. */
    public static Traceparent of(Context context) {
        Traceparent traceparent = context.attribute(Traceparent.HEADER);
        return traceparent == null ? Traceparent.create(ThreadLocalRandom.current()) : traceparent;
    }
}
