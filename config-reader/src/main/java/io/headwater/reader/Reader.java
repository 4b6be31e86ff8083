package io.headwater.reader;

import io.headwater.reader.cache.CacheMetrics;
import io.headwater.reader.cache.Keeper;
import io.headwater.reader.cache.NearCache;
import io.headwater.reader.content.ServiceContents;
import io.headwater.reader.content.Ticks;
import io.headwater.reader.http.SnapshotRoutes;
import io.headwater.reader.http.SpringRoutes;
import io.headwater.reader.http.StreamRoutes;
import io.headwater.reader.netty.NettyServer;
import io.headwater.reader.netty.ServerOptions;
import io.headwater.reader.redis.RedisConnection;
import io.headwater.reader.redis.RedisReports;
import io.headwater.reader.redis.RedisViewSource;
import io.headwater.reader.report.Reporter;
import io.headwater.reader.serve.ReadMetrics;
import io.headwater.reader.serve.Reads;
import io.headwater.reader.spring.SpringReads;
import io.headwater.reader.stream.Feed;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.Following;
import io.headwater.reader.view.HoldPoint;
import io.headwater.reader.view.View;
import io.headwater.reader.view.ViewListener;
import io.headwater.runtime.health.Health;
import io.headwater.runtime.http.HttpLimits;
import io.headwater.runtime.lifecycle.Component;
import io.headwater.runtime.lifecycle.Lifecycle;
import io.headwater.runtime.management.ManagementServer;
import io.headwater.runtime.metrics.JvmMetrics;
import io.headwater.runtime.metrics.Metrics;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * The read service: the graph of its objects, built in one place from one configuration. {@link #create} starts nothing;
 * {@link #lifecycle} runs it, in a process of its own or with others in one.
 */
public final class Reader {
    private final Health health = new Health();
    private final Metrics metrics = new Metrics();
    private final NettyServer server;
    private final ManagementServer management;
    private final Lifecycle lifecycle;

    private Reader(ReaderConfig config, HoldPoint holdPoint) {
        InstantSource clock = Clock.systemUTC();
        RedisConnection redis = new RedisConnection(config.redis());
        RedisViewSource source = new RedisViewSource(redis, config.pages());
        Ticks ticks = new Ticks();
        ServiceContents contents = new ServiceContents(ticks);
        Feed feed = new Feed(contents);
        Reporter reporter = new Reporter(config.replica(), new RedisReports(redis), clock, config.reportEvery());
        ViewMetrics viewMetrics = new ViewMetrics(metrics, clock, source::malformed);
        Environments environments = new Environments(new Following(
                source,
                new Listeners(List.of(contents, feed, reporter, viewMetrics)),
                feed,
                holdPoint,
                clock,
                config.interval(),
                config.held().stale()));
        NearCache cache =
                new NearCache(environments, contents, feed, ticks, config.held().cacheBytes());
        CacheMetrics.register(metrics, cache, contents);
        Keeper keeper = new Keeper(cache);
        viewMetrics.watch(environments);
        new ViewHealth(environments, clock, config.held().stale()).register(health);
        JvmMetrics.addTo(metrics);

        Reads reads = new Reads(environments, contents, feed, config.loadWithin());
        ReadMetrics readMetrics = new ReadMetrics(metrics);
        SnapshotRoutes snapshots = new SnapshotRoutes(reads, config.longestWait(), readMetrics);
        StreamRoutes streams = new StreamRoutes(reads, config.longestWait());
        this.management = new ManagementServer(config.managementHost(), config.managementPort(), health, metrics);
        this.server = new NettyServer(
                "read-api",
                options(config),
                environments,
                contents,
                feed,
                config.streams(),
                readMetrics,
                metrics,
                clock,
                routes -> {
                    snapshots.install(routes);
                    streams.install(routes);
                    new SpringRoutes(new SpringReads(environments, reads), config.longestWait()).install(routes);
                });
        this.lifecycle = new Lifecycle(health);
        List.of(
                        management,
                        Component.of("redis", () -> {}, redis::close),
                        Component.of("views", environments::start, environments::close),
                        Component.of("near-cache", keeper::start, keeper::close),
                        Component.of("reports", () -> reporter.start(environments), reporter::close),
                        server,
                        new Waiters(server, feed, environments))
                .forEach(lifecycle::add);
    }

    private static ServerOptions options(ReaderConfig config) {
        ReaderHttp http = config.http();
        return new ServerOptions(
                config.host(),
                config.port(),
                HttpLimits.DEFAULT.withIdle(http.idle()),
                http.threads(),
                http.connections(),
                http.newPerSecond(),
                config.longestWait());
    }

    /** Builds the service. */
    public static Reader create(ReaderConfig config) {
        return new Reader(config, HoldPoint.NONE);
    }

    /** Builds the service with places at which a test can hold it. */
    public static Reader create(ReaderConfig config, HoldPoint holdPoint) {
        return new Reader(config, holdPoint);
    }

    /** Starts and stops it. */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /** What it says of itself. */
    public Health health() {
        return health;
    }

    /** What it counts. */
    public Metrics metrics() {
        return metrics;
    }

    /** The port of the read API. Only after the start. */
    public int port() {
        return server.port();
    }

    /** The port of health and metrics. Only after the start. */
    public int managementPort() {
        return management.port();
    }

    /** Sends those who wait away before the server stops, or it would wait for them. */
    private record Waiters(NettyServer server, Feed feed, Environments environments) implements Component {
        @Override
        public String name() {
            return "waiters";
        }

        @Override
        public void drain() throws InterruptedException {
            server.leave();
            feed.close();
            environments.sendWaitersAway();
        }
    }

    private record Listeners(List<ViewListener> all) implements ViewListener {
        @Override
        public void installed(View view, boolean reloaded) {
            all.forEach(listener -> listener.installed(view, reloaded));
        }

        @Override
        public void dropped(String environment, Set<String> services) {
            all.forEach(listener -> listener.dropped(environment, services));
        }

        @Override
        public void ended(String environment) {
            all.forEach(listener -> listener.ended(environment));
        }
    }
}
