package io.headwater.reader.netty;

import io.headwater.reader.serve.ReadMetrics;
import io.headwater.runtime.metrics.Metrics;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What belongs to one event loop: its connections, timers, prepared answers and the buffers that it uses again. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Of the heap, for the bodies of what is prepared; most of them are the contents' own. */
    private static final int HEAP_SHARE = 16;

    private final EventLoop loop;
    private final ServerParts parts;
    private final Executor preparing;
    private final TimerWheel wheel = new TimerWheel(TICK_NANOS, System.nanoTime());
    private final byte[] scratch = new byte[RequestHead.LONGEST];
    private final RequestHead head = new RequestHead();
    private final HttpDate date;
    private final ReadMetrics readMetrics;
    private final Audiences audiences;
    private final Frames frames = new Frames();
    private final RandomGenerator random = new SplittableRandom();
    private final FastTimes times;
    private final PreparedCache cache;
    private final HotPath hotPath;
    private final HotStreams hotStreams;
    private final Answer answer;
    private final Map<Wanted, List<Consumer<@Nullable Prepared>>> inPreparation = new HashMap<>();
    private final List<ClientHandler> clients = new ArrayList<>();
    private long swept = System.nanoTime();
    private boolean leaving;

    private record Wanted(String path, int form) {}

    /** @param loops how many there are, which share the memory */
    Worker(EventLoop loop, ServerParts parts, Metrics metrics, ReadMetrics readMetrics, int loops) {
        this.loop = loop;
        this.parts = parts;
        this.preparing = task -> Thread.ofVirtual().name("prepare").start(task);
        this.date = new HttpDate(parts.clock());
        this.readMetrics = readMetrics;
        this.audiences = new Audiences(loop, parts.feed());
        this.times = new FastTimes(parts.name(), metrics);
        this.cache = new PreparedCache(Runtime.getRuntime().maxMemory() / HEAP_SHARE / loops);
        this.hotPath = new HotPath(parts.preparer(), cache, readMetrics, times, parts.longestWait());
        this.hotStreams = new HotStreams(parts.preparer().environments(), parts.longestWait());
        this.answer = new Answer(date);
        var _ = loop.scheduleAtFixedRate(this::tick, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            date.tick();
            times.handOver();
            wheel.turn(now);
            if (now - swept > SWEEP_NANOS) {
                swept = now;
                cache.sweep(parts.preparer().contents());
            }
        } catch (RuntimeException e) {
            // The loop would never call this again.
            LOG.error("timers of an event loop failed", e);
        }
    }

    EventLoop loop() {
        return loop;
    }

    ServerParts parts() {
        return parts;
    }

    TimerWheel wheel() {
        return wheel;
    }

    byte[] scratch() {
        return scratch;
    }

    RequestHead head() {
        return head;
    }

    HotPath hotPath() {
        return hotPath;
    }

    HotStreams hotStreams() {
        return hotStreams;
    }

    Answer answer() {
        return answer;
    }

    HttpDate date() {
        return date;
    }

    ReadMetrics readMetrics() {
        return readMetrics;
    }

    Audiences audiences() {
        return audiences;
    }

    /** For events of single subscribers. */
    Frames frames() {
        return frames;
    }

    RandomGenerator random() {
        return random;
    }

    FastTimes times() {
        return times;
    }

    /**
     * Does something that takes time elsewhere, and then what it returns on this event loop.
     */
    void begin(Supplier<Runnable> work) {
        preparing.execute(() -> {
            Runnable then = work.get();
            try {
                loop.execute(then);
            } catch (RejectedExecutionException e) {
                LOG.debug("the event loop has ended");
            }
        });
    }

    /** Whether nothing new is begun here. */
    boolean leaving() {
        return leaving;
    }

    void opened(ClientHandler client) {
        client.place(clients.size());
        clients.add(client);
    }

    void closed(ClientHandler client) {
        ClientHandler last = clients.removeLast();
        if (last != client) {
            clients.set(client.place(), last);
            last.place(client.place());
        }
    }

    /** Connections that are open. */
    int open() {
        return clients.size();
    }

    /** Answers what is being answered and begins nothing new. */
    void leave() {
        leaving = true;
        List.copyOf(clients).forEach(ClientHandler::leave);
    }

    /** Ends every connection, whatever it does. */
    void closeAll() {
        List.copyOf(clients).forEach(ClientHandler::closeNow);
        cache.clear();
    }

    /**
     * Prepares what the request in hand asks for, not on this event loop; all who ask for the same meanwhile wait for it.
     *
     * @param then called by the event loop; with null if there is nothing to be prepared
     */
    void prepare(RequestHead asked, int form, Consumer<@Nullable Prepared> then) {
        byte[] path = Arrays.copyOfRange(asked.bytes, asked.pathStart, asked.pathEnd);
        prepare(path, form, then);
    }

    void prepare(byte[] path, int form, Consumer<@Nullable Prepared> then) {
        Wanted wanted = new Wanted(new String(path, StandardCharsets.US_ASCII), form);
        List<Consumer<@Nullable Prepared>> waiting = inPreparation.get(wanted);
        if (waiting != null) {
            waiting.add(then);
            return;
        }
        waiting = new ArrayList<>(1);
        waiting.add(then);
        inPreparation.put(wanted, waiting);
        preparing.execute(() -> {
            Prepared prepared = prepared(path, form);
            try {
                loop.execute(() -> prepared(wanted, prepared));
            } catch (RejectedExecutionException e) {
                LOG.debug("the event loop has ended");
            }
        });
    }

    private @Nullable Prepared prepared(byte[] path, int form) {
        try {
            return parts.preparer().prepare(path, form);
        } catch (RuntimeException e) {
            // Javalin will meet the same, and tells the client of an incident.
            LOG.debug("an answer could not be prepared", e);
            return null;
        }
    }

    private void prepared(Wanted wanted, @Nullable Prepared prepared) {
        if (prepared != null) {
            cache.put(prepared);
        }
        List<Consumer<@Nullable Prepared>> waiting = inPreparation.remove(wanted);
        if (waiting != null) {
            waiting.forEach(then -> then.accept(prepared));
        }
    }
}
