package io.headwater.loadtest.bench;

import io.headwater.embedded.redis.RedisOptions;
import io.headwater.embedded.redis.RedisServer;
import io.headwater.loadtest.javalin.PlainRouteProcess;
import io.headwater.loadtest.measure.Medians;
import io.headwater.loadtest.nginx.Nginx;
import io.headwater.loadtest.redis.RedisBenchmark;
import io.headwater.loadtest.system.BenchSystem;
import io.headwater.loadtest.system.RunningService;
import io.headwater.loadtest.system.ServiceName;
import io.headwater.loadtest.wrk.Load;
import io.headwater.loadtest.wrk.Wrk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The peers of the read tier, and rounds in which each gets its turn. For one thread. */
final class ReadRounds implements AutoCloseable {
    static final String LOOKUP = "lookup";
    static final String LOOKUP_P99 = "lookup p99";
    static final String NOT_MODIFIED = "304";
    static final String PAGE = "page";
    static final String NGINX = "nginx";
    static final String NGINX_P99 = "nginx p99";
    static final String NGINX_FILE = "nginx file";
    static final String JAVALIN = "javalin";
    static final String REDIS = "redis";

    private static final int VALUE_BYTES = 200;

    private final Wrk wrk;
    private final String base;
    private final ReadTargets targets;
    private final PlainRouteProcess javalin;
    private final RedisServer redis;
    private final Optional<RedisBenchmark> redisBenchmark;
    private final @Nullable Nginx nginx;

    ReadRounds(BenchSystem system, Wrk wrk, ReadTargets targets) throws IOException {
        RunningService reader = system.service(ServiceName.READER);
        this.wrk = wrk;
        this.targets = targets;
        this.base = "http://127.0.0.1:" + reader.port();
        this.javalin = PlainRouteProcess.start(
                system.children(),
                system.folder("javalin"),
                reader.jvmOptions(),
                ReadTargets.LOOKUP,
                targets.lookupBody());
        this.redis = RedisServer.start(
                system.children(), "yardstick-redis", new RedisOptions(system.folder("yardstick-redis"), 0));
        this.redisBenchmark = RedisBenchmark.find(redis.port());
        Optional<Path> program = Nginx.find();
        this.nginx = program.isEmpty()
                ? null
                : Nginx.start(
                        system.children(), program.get(), system.folder("nginx"), targets.lookupBody(), targets.page());
    }

    /** Lets the compilers of both JVMs do their work. */
    void warmUp(Duration each) throws IOException, InterruptedException {
        Load _ = answered(base + ReadTargets.LOOKUP, each);
        Load _ = answered(javalin.url(), each);
        Load _ = notModified(each.dividedBy(2));
        Load _ = answered(base + ReadTargets.PAGE, each.dividedBy(2));
    }

    /** One turn of each. */
    void round(Duration each, Medians found) throws IOException, InterruptedException {
        Load lookup = answered(base + ReadTargets.LOOKUP, each);
        found.add(LOOKUP, lookup.perSecond());
        found.add(LOOKUP_P99, lookup.p99());
        if (nginx != null) {
            Load constant = answered(nginx.constant(), each);
            found.add(NGINX, constant.perSecond());
            found.add(NGINX_P99, constant.p99());
        }
        found.add(JAVALIN, answered(javalin.url(), each).perSecond());
        if (redisBenchmark.isPresent()) {
            found.add(REDIS, redisBenchmark.get().gets(VALUE_BYTES, each));
        }
        found.add(NOT_MODIFIED, notModified(each).perSecond());
        found.add(PAGE, answered(base + ReadTargets.PAGE, each).perSecond());
        if (nginx != null) {
            found.add(NGINX_FILE, answered(nginx.file(), each).perSecond());
        }
    }

    private Load notModified(Duration each) throws IOException, InterruptedException {
        return answered(base + ReadTargets.SMALL, each, "If-None-Match: " + targets.smallTag());
    }

    // The rate of answers that are errors is no rate of lookups.
    private Load answered(String url, Duration each, String... headers) throws IOException, InterruptedException {
        Load load = wrk.run(url, each, headers);
        if (load.failures() > 0) {
            throw new IllegalStateException(
                    load.failures() + " of " + load.requests() + " requests for " + url + " failed");
        }
        return load;
    }

    @Override
    public void close() {
        if (nginx != null) {
            nginx.close();
        }
        redis.close();
        javalin.close();
    }
}
