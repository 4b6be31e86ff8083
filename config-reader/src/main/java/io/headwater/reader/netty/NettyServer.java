package io.headwater.reader.netty;

import com.codahale.metrics.Counter;
import io.headwater.reader.content.ServiceContents;
import io.headwater.reader.serve.ReadMetrics;
import io.headwater.reader.stream.Feed;
import io.headwater.reader.stream.StreamRules;
import io.headwater.reader.view.Environments;
import io.headwater.runtime.http.HttpServer;
import io.headwater.runtime.lifecycle.Component;
import io.headwater.runtime.metrics.MetricFamily;
import io.headwater.runtime.metrics.Metrics;
import io.javalin.config.RoutesConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public port. Event loops read requests and answer what is held; the rest is Jetty's and Javalin's in the same process,
 * which listen on no port of their own.
 */
public final class NettyServer implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(NettyServer.class);
    private static final int BACKLOG = 4_096;
    private static final MetricFamily OPEN =
            MetricFamily.of("headwater_reader_connections", "Connections to the read API that are open now.");
    private static final MetricFamily REFUSED =
            MetricFamily.of("headwater_reader_connections_refused", "Connections refused because too many were open.");

    private final String name;
    private final ServerOptions options;
    private final HttpServer javalin;
    private final Metrics metrics;
    private final ReadMetrics readMetrics;
    private final Preparer preparer;
    private final Feed feed;
    private final StreamRules rules;
    private final InstantSource clock;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<EventExecutor, Worker> workers = new ConcurrentHashMap<>();
    private @Nullable ChannelConnector connector;
    private @Nullable EventLoopGroup accepting;
    private @Nullable EventLoopGroup loops;
    private @Nullable Channel listening;
    private volatile int port;

    /**
     * @param name for logs, metrics and health
     * @param routes registers the handlers for what is not answered by the event loops, and for all that they do not hold
     */
    public NettyServer(
            String name,
            ServerOptions options,
            Environments environments,
            ServiceContents contents,
            Feed feed,
            StreamRules rules,
            ReadMetrics readMetrics,
            Metrics metrics,
            InstantSource clock,
            Consumer<RoutesConfig> routes) {
        this.name = name;
        this.options = options;
        this.metrics = metrics;
        this.readMetrics = readMetrics;
        this.preparer = new Preparer(environments, contents);
        this.feed = feed;
        this.rules = rules;
        this.clock = clock;
        this.javalin = new HttpServer(name, options.limits(), metrics, routes, this::connector);
        metrics.gauge(OPEN, open::get);
    }

    private Connector connector(Server server, HttpConfiguration configuration) {
        ChannelConnector created = ChannelConnector.create(server, configuration, options.limits());
        connector = created;
        return created;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() throws InterruptedException {
        javalin.start();
        ChannelConnector behind = connector;
        if (behind == null) {
            throw new IllegalStateException("Javalin has made no connector");
        }
        Transport transport = Transport.best();
        EventLoopGroup acceptor = transport.loops(name + "-accept", 1);
        EventLoopGroup serving = transport.loops(name, options.threads());
        accepting = acceptor;
        loops = serving;
        ServerParts parts = new ServerParts(
                name,
                options.limits(),
                preparer,
                feed,
                options.longestWait(),
                rules,
                clock,
                // Whoever wants a line for every request gets it from where it is written.
                !LoggerFactory.getLogger(io.headwater.runtime.http.RequestMetrics.class)
                        .isDebugEnabled(),
                behind::connect);
        for (EventExecutor loop : serving) {
            Worker worker = loop.submit(
                            () -> new Worker((EventLoop) loop, parts, metrics, readMetrics, options.threads()))
                    .sync()
                    .getNow();
            workers.put(loop, worker);
        }
        listening = bootstrap(transport, acceptor, serving)
                .bind(options.host(), options.port())
                .sync()
                .channel();
        port = ((InetSocketAddress) listening.localAddress()).getPort();
        LOG.info("{} listens on {}:{} by {}", name, options.host(), port, transport.name());
    }

    private ServerBootstrap bootstrap(Transport transport, EventLoopGroup acceptor, EventLoopGroup serving) {
        Counter refused = metrics.counter(REFUSED);
        return new ServerBootstrap()
                .group(acceptor, serving)
                .channel(transport.server())
                .handler(new Admission(options.newPerSecond(), OpenFiles.allowed(options.connections()), open, refused))
                .childHandler(new Clients())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    @ChannelHandler.Sharable
    private final class Clients extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            Worker worker = workers.get(channel.eventLoop());
            if (worker != null) {
                channel.pipeline().addLast(new ClientHandler(worker, channel));
            }
        }
    }

    /** Accepts no new connection, and tells clients with every answer from now on that it is the last on theirs. */
    public void leave() throws InterruptedException {
        if (listening != null && listening.isOpen()) {
            listening.close().sync();
        }
        for (Map.Entry<EventExecutor, Worker> entry : workers.entrySet()) {
            entry.getKey().submit(entry.getValue()::leave).await();
        }
    }

    /** Accepts nothing new and waits for what is being answered, for as long as the limits say. */
    @Override
    public void drain() throws InterruptedException {
        long deadline = System.nanoTime() + options.limits().drainWithin().toNanos();
        leave();
        javalin.drain();
        while (open.get() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        if (open.get() > 0) {
            LOG.warn("{}: {} connections did not end and are closed", name, open.get());
        }
    }

    @Override
    public void stop() throws InterruptedException {
        if (listening != null && listening.isOpen()) {
            listening.close().sync();
        }
        for (Map.Entry<EventExecutor, Worker> entry : workers.entrySet()) {
            entry.getKey().submit(entry.getValue()::closeAll).await();
        }
        workers.clear();
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        }
        if (accepting != null) {
            accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        }
        javalin.stop();
    }

    /** The port that it listens on. Only after the start. */
    public int port() {
        return port;
    }
}
