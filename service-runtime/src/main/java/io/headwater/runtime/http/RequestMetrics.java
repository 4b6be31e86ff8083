package io.headwater.runtime.http;

import io.headwater.runtime.metrics.MetricFamily;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.runtime.metrics.SummedTimer;
import io.javalin.http.Context;
import io.javalin.http.RequestLogger;
import io.javalin.router.Endpoint;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures every request by route, method and status: labels whose number the program decides, not the client. */
public final class RequestMetrics implements RequestLogger {

    private static final Logger LOG = LoggerFactory.getLogger(RequestMetrics.class);
    private static final MetricFamily REQUESTS = MetricFamily.of(
            "headwater_http_request_seconds",
            "Requests and how long they took.",
            "server",
            "route",
            "method",
            "status");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS");

    private final String server;
    private final Metrics metrics;

    RequestMetrics(String server, Metrics metrics) {
        this.server = server;
        this.metrics = metrics;
    }

    /** Where requests are measured, for those who answer some before Javalin. */
    public static SummedTimer timer(Metrics metrics, String server, String route, String method, int status) {
        return metrics.timer(REQUESTS, server, route, method, Integer.toString(status));
    }

    @Override
    public void handle(Context context, Float milliseconds) {
        Endpoint endpoint = context.endpoints().lastHttpEndpoint();
        String route = endpoint == null ? "none" : endpoint.path;
        String method =
                METHODS.contains(context.method().name()) ? context.method().name() : "other";
        timer(metrics, server, route, method, context.statusCode())
                .update((long) (milliseconds * 1_000), TimeUnit.MICROSECONDS);
        LOG.debug("{} {} {} in {} ms", method, context.path(), context.statusCode(), milliseconds);
    }
}
