package io.headwater.runtime.management;

import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.HealthReport;
import io.headwater.runtime.http.HttpLimits;
import io.headwater.runtime.http.HttpServer;
import io.headwater.runtime.lifecycle.Component;
import io.headwater.runtime.metrics.Exposition;
import io.headwater.runtime.metrics.Metrics;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Objects;

/**
 * The management port: {@code /health/live}, {@code /health/ready} and {@code /metrics}. Put it first into the
 * {@link io.headwater.runtime.lifecycle.Lifecycle}: it then answers while others start, and until all have stopped.
 */
public final class ManagementServer implements Component {

    private final Health health;
    private final Exposition exposition;
    private final HttpServer server;

    /** @param port {@code 0} for any free one */
    public ManagementServer(String host, int port, Health health, Metrics metrics) {
        this.health = health;
        this.exposition = new Exposition(metrics);
        this.server = new HttpServer("management", host, port, HttpLimits.DEFAULT, metrics, this::routes);
    }

    @Override
    public String name() {
        return "management";
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void stop() {
        server.stop();
    }

    /** The port that it listens on. Only after the start. */
    public int port() {
        return server.port();
    }

    private void routes(RoutesConfig routes) {
        // Answering is all the proof that liveness needs: it must not fail because something else is down.
        routes.get("/health/live", context -> noStore(context).result("{\"status\":\"live\"}"));
        routes.get("/health/ready", this::ready);
        routes.get("/metrics", this::metrics);
    }

    private void ready(Context context) {
        HealthReport report = health.report();
        noStore(context).status(report.ready() ? 200 : 503).result(report.json());
    }

    private void metrics(Context context) {
        Exposition.Page page = exposition.page(Objects.requireNonNullElse(context.header("Accept"), ""));
        context.contentType(page.contentType()).result(page.body());
    }

    private static Context noStore(Context context) {
        return context.contentType("application/json").header("Cache-Control", "no-store");
    }
}
