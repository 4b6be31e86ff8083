package io.headwater.writer.redis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.core.JsonText;
import io.headwater.runtime.lifecycle.Backoff;
import io.headwater.runtime.redis.RedisClient;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.runtime.redis.RedisTuning;
import io.headwater.schemas.redis.MetaFields;
import io.headwater.schemas.redis.RedisKeys;
import io.headwater.writer.http.ReaderReports;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What reader replicas write into one hash of Redis; a channel is rung when it changed. Redis may be down: then nobody is
 * known to serve anything. Safe for use by several threads.
 */
public final class RedisReaderReports implements ReaderReports, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisReaderReports.class);

    /** A replica that has not reported for this long does not count. */
    private static final Duration LATELY = Duration.ofSeconds(5);

    /** The bell gets lost now and then. */
    private static final Duration LOOK = Duration.ofMillis(100);

    // Whoever asks asks again; a failure should be known soon.
    private static final RedisTuning TUNING = new RedisTuning("headwater-writer", 4, 2, 0);

    private final RedisClient redis;
    private final RedisKeys keys;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile CountDownLatch bell = new CountDownLatch(1);
    private final AtomicBoolean listening = new AtomicBoolean();
    private final Thread listener = Thread.ofVirtual().name("reader-reports").unstarted(this::listen);
    private volatile boolean closed;
    private volatile @Nullable String failure;

    /** Connects to nothing yet. */
    public RedisReaderReports(RedisOptions options, InstantSource clock) {
        this.redis = new RedisClient(options, TUNING);
        this.keys = new RedisKeys(options.prefix());
        this.clock = clock;
    }

    private RedissonClient client() {
        if (listening.compareAndSet(false, true)) {
            listener.start();
        }
        return redis.redisson();
    }

    /** Nobody waits for this: without the bell, what readers report is seen a little later. */
    private void listen() {
        for (int failures = 1; !closed; failures++) {
            try {
                redis.redisson()
                        .getTopic(keys.reports(), StringCodec.INSTANCE)
                        .addListener(String.class, (channel, message) -> ring());
                return;
            } catch (RedisException | IllegalStateException e) {
                LOG.debug("the bell of the reports cannot be heard yet", e);
            }
            try {
                Thread.sleep(Backoff.DEFAULT.delay(failures, RandomGenerator.getDefault()));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Why Redis could not be asked the last time; empty if it could. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    private void ring() {
        CountDownLatch rung;
        lock.lock();
        try {
            rung = bell;
            bell = new CountDownLatch(1);
        } finally {
            lock.unlock();
        }
        rung.countDown();
    }

    @Override
    public boolean served(Set<String> environments, long revision, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            // Taken before the reports are read: what changes after that rings this one.
            CountDownLatch next = bell;
            List<Replica> replicas = replicasBefore(deadline);
            if (!replicas.isEmpty() && replicas.stream().allMatch(replica -> serves(replica, environments, revision))) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || closed) {
                return false;
            }
            boolean _ = next.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
        }
    }

    /** What Redis says within this time, which is shorter than that of the client; nobody if it does not answer. */
    private List<Replica> replicasBefore(long deadline) throws InterruptedException {
        CompletableFuture<List<Replica>> asked = CompletableFuture.supplyAsync(
                this::replicas,
                task -> Thread.ofVirtual().name("reader-reports").start(task));
        try {
            return asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return List.of();
        } catch (ExecutionException e) {
            LOG.debug("Redis does not say what readers serve", e);
            return List.of();
        }
    }

    private static boolean serves(Replica replica, Set<String> environments, long revision) {
        return environments.stream().allMatch(name -> replica.revisions().getOrDefault(name, -1L) >= revision);
    }

    @Override
    public List<Replica> replicas() {
        Instant oldest = clock.instant().minus(LATELY);
        List<Replica> replicas = new ArrayList<>();
        try {
            RMap<String, String> readers = client().getMap(keys.readers(), StringCodec.INSTANCE);
            readers.readAllMap()
                    .forEach((name, text) -> Report.read(text)
                            .filter(report -> !report.time().isBefore(oldest))
                            .ifPresent(report -> replicas.add(new Replica(name, report.revisions()))));
            failure = null;
        } catch (RedisException | IllegalStateException e) {
            failure = e.getClass().getSimpleName();
            LOG.debug("Redis does not say what readers serve", e);
        }
        return replicas;
    }

    @Override
    public Map<String, Long> stored(Set<String> environments) {
        Map<String, Long> stored = new HashMap<>();
        try {
            for (String name : environments) {
                String generation = client().<String>getBucket(keys.current(name), StringCodec.INSTANCE)
                        .get();
                if (generation != null) {
                    RMap<String, String> meta = client().getMap(keys.meta(name, generation), StringCodec.INSTANCE);
                    String revision = meta.get(MetaFields.REVISION);
                    if (revision != null) {
                        stored.put(name, Long.parseLong(revision));
                    }
                }
            }
        } catch (RedisException | IllegalStateException | NumberFormatException e) {
            LOG.debug("Redis does not say what it holds", e);
        }
        return stored;
    }

    private record Report(Instant time, Map<String, Long> revisions) {
        static Optional<Report> read(String text) {
            Instant time = Instant.EPOCH;
            Map<String, Long> revisions = new HashMap<>();
            try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return Optional.empty();
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (name.equals("time")) {
                        time = Instant.ofEpochMilli(parser.getLongValue());
                    } else if (name.equals("revisions") && parser.currentToken() == JsonToken.START_OBJECT) {
                        while (parser.nextToken() == JsonToken.FIELD_NAME) {
                            revisions.put(parser.currentName(), parser.nextLongValue(-1));
                        }
                    } else {
                        parser.skipChildren();
                    }
                }
                return Optional.of(new Report(time, revisions));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        listener.interrupt();
        redis.close();
        ring();
    }
}
