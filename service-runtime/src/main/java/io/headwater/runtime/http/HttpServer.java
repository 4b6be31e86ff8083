package io.headwater.runtime.http;

import io.headwater.runtime.lifecycle.Component;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.runtime.tracing.RequestTracing;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.util.JavalinException;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP port with Headwater's limits and errors. Handlers run on virtual threads and may block. What they throw
 * becomes a problem document; so does everything that Javalin and Jetty refuse by themselves.
 */
public final class HttpServer implements Component {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final String name;
    private final HttpLimits limits;
    private final Javalin javalin;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile int port;

    /**
     * @param name for logs, metrics and health: {@code write-api}
     * @param port {@code 0} for any free one; {@link #port} knows which after the start
     * @param routes registers the handlers
     */
    public HttpServer(
            String name, String host, int port, HttpLimits limits, Metrics metrics, Consumer<RoutesConfig> routes) {
        this(
                name,
                limits,
                metrics,
                routes,
                (server, http) -> JettyDefaults.connector(server, host, port, http, limits));
    }

    /**
     * A server whose requests come from somewhere else than a port of its own.
     *
     * @param connector makes what they come from, with {@link JettyDefaults} applied
     */
    public HttpServer(
            String name,
            HttpLimits limits,
            Metrics metrics,
            Consumer<RoutesConfig> routes,
            BiFunction<Server, HttpConfiguration, Connector> connector) {
        this.name = name;
        this.limits = limits;
        this.javalin = Javalin.create(configuration -> {
            applyDefaults(
                    configuration,
                    name,
                    limits,
                    metrics,
                    () -> UUID.randomUUID().toString());
            configuration.jetty.addConnector(connector);
            configuration.jetty.modifyServletContextHandler(HttpServer::applyDefaults);
            configuration.jetty.modifyServer(server -> applyDefaults(server, limits));
            routes.accept(configuration.routes);
        });
    }

    /**
     * The settings of Javalin alone, for a servlet inside of another server.
     *
     * @param incidents ids that tie the answer to an unexpected failure to its log line
     */
    public static void applyDefaults(
            JavalinConfig configuration, String name, HttpLimits limits, Metrics metrics, Supplier<String> incidents) {
        configuration.concurrency.useVirtualThreads = true;
        configuration.startup.showJavalinBanner = false;
        configuration.startup.showOldJavalinVersionWarning = false;
        configuration.startup.startupWatcherEnabled = false;
        configuration.http.prefer405over404 = true;
        configuration.http.maxRequestSize = limits.bodyBytes();
        configuration.http.defaultContentType = "application/json";
        configuration.http.generateEtags = false;
        configuration.router.treatMultipleSlashesAsSingleSlash = false;
        configuration.router.ignoreTrailingSlashes = false;
        configuration.requestLogger.http(new RequestMetrics(name, metrics));
        configuration.routes.before(new RequestTracing());
        configuration.routes.before(context -> RequestPath.check(context.req().getRequestURI()));
        new ProblemResponses(incidents).install(configuration.routes);
    }

    /** The settings of the servlet context: HEAD as GET, errors, encoded slashes. */
    public static void applyDefaults(ServletContextHandler context) {
        context.addFilter(new FilterHolder(new HeadAsGet()), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.setErrorHandler(new ProblemErrorHandler());
        // These are UTF-8 by definition; without this, Jetty adds a parameter that says so.
        context.getMimeTypes().addAssumed(Problem.CONTENT_TYPE, "utf-8");
        context.getMimeTypes().addAssumed("text/event-stream", "utf-8");
    }

    private static void applyDefaults(Server server, HttpLimits limits) {
        server.setErrorHandler(new ProblemErrorHandler());
        server.setStopTimeout(limits.drainWithin().toMillis());
        server.insertHandler(new GracefulHandler());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        javalin.start();
        Server server = javalin.jettyServer().server();
        port = server.getConnectors()[0] instanceof NetworkConnector listening ? listening.getLocalPort() : 0;
    }

    /** Accepts nothing new and waits for the requests in flight, for as long as the limits say. */
    @Override
    public void drain() {
        if (stopped.getAndSet(true)) {
            return;
        }
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn(
                    "{}: some requests did not end within {} ms",
                    name,
                    limits.drainWithin().toMillis());
        }
    }

    @Override
    public void stop() {
        drain();
    }

    /** The port that it listens on; 0 if it has none. Only after the start. */
    public int port() {
        return port;
    }

    public HttpLimits limits() {
        return limits;
    }
}
