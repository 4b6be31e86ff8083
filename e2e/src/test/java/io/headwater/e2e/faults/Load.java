package io.headwater.e2e.faults;

import io.headwater.e2e.faults.Acknowledged.Posted;
import io.headwater.testkit.faults.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Random writes of many clients, from one seed: counters by compare-and-set, pairs that must always be seen equal, entries
 * that come and go in every kind of scope, and an environment that is made and deleted again and again. Every value is
 * unique or follows from the one before, so that nothing wrong can look right by chance.
 */
final class Load implements AutoCloseable {
    static final String DEV = "dev";
    static final String PROD = "prod";
    /** The environments that are there before anybody looks, and are never deleted. */
    static final List<String> LASTING = List.of(DEV, PROD);

    static final int COUNTING_CLIENTS = 16;

    private static final int COUNTERS = 3;
    private static final int KEYS = 4;
    private static final AtomicLong NEXT = new AtomicLong(1_000);

    private final FaultSystem system;
    private final long seed;
    private final Acknowledged acknowledged = new Acknowledged();
    private final Map<String, AtomicLong> counted = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final String tag;
    private volatile Duration pause = Duration.ofMillis(200);
    private volatile boolean stopping;

    Load(FaultSystem system, long seed) {
        this.system = system;
        this.seed = seed;
        this.tag = "s" + Long.toString(seed & 0xfffffffffL, 36) + "n" + NEXT.incrementAndGet();
    }

    /** The services of this round. The second has nothing but what every service has, and halves of pairs. */
    String first() {
        return tag + "-a";
    }

    String second() {
        return tag + "-b";
    }

    /** The environment that comes and goes. */
    String passing() {
        return "passing";
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    /** How often each counter was counted up, as far as clients were told. */
    Map<String, AtomicLong> counted() {
        return counted;
    }

    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** About how long each client rests between two steps. */
    Load pausing(Duration between) {
        pause = between;
        return this;
    }

    /** What a client does again and again. */
    @FunctionalInterface
    private interface Step {
        void run(WriteClient client, RandomGenerator random);
    }

    Load start() {
        for (int i = 0; i < COUNTING_CLIENTS; i++) {
            String key = "counter-" + i % COUNTERS;
            counted.putIfAbsent(key, new AtomicLong());
            repeat("count-" + i, (client, random) -> count(client, random, key));
        }
        repeat("pair", (client, random) -> pair(client, first(), first(), DEV, DEV, "near"));
        repeat("far-pair", (client, random) -> pair(client, first(), second(), DEV, DEV, "far"));
        repeat("wide-pair", (client, random) -> pair(client, "_", first(), PROD, PROD, "wide"));
        for (int i = 0; i < 3; i++) {
            EntryWriter writer = new EntryWriter(i);
            repeat("entries-" + i, writer::step);
        }
        return this;
    }

    /** Makes and deletes {@link #passing} as well. */
    Load withPassingEnvironment() {
        boolean[] live = new boolean[1];
        repeat("environments", (client, random) -> {
            // Whatever the last one came to, the next is the other: only one client does this.
            live[0] = !live[0];
            OptionalLong _ = client.environment(passing(), live[0]);
            for (int i = 0; live[0] && i < 3; i++) {
                Posted put = Posted.put(random.nextBoolean() ? first() : "_", passing(), "pass-" + i, next());
                OptionalLong _ = client.commit(List.of(put), OptionalLong.empty());
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        });
        return this;
    }

    private void repeat(String name, Step step) {
        RandomGenerator random = Seeds.random(seed + threads.size());
        WriteClient client = new WriteClient(system.writerUrls(), acknowledged, random, tag + "-" + name);
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            while (!stopping) {
                try {
                    step.run(client, random);
                } catch (RuntimeException | AssertionError failure) {
                    failures.add(failure);
                    return;
                }
                long nanos = pause.toNanos();
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos * 3 / 2));
            }
        }));
    }

    private static long next() {
        return NEXT.incrementAndGet();
    }

    private void count(WriteClient client, RandomGenerator random, String key) {
        Optional<WriteClient.Read> read = client.read(first(), DEV, key);
        long value = read.map(WriteClient.Read::value).orElse(0L) + 1;
        long expected = read.map(WriteClient.Read::revision).orElse(0L);
        Posted put = Posted.put(first(), DEV, key, value);
        OptionalLong revision = random.nextBoolean()
                ? client.change(put, expected)
                : client.commit(List.of(put), OptionalLong.of(expected));
        if (revision.isPresent()) {
            counted.get(key).incrementAndGet();
        }
    }

    private static void pair(
            WriteClient client, String service, String other, String environment, String otherEnvironment, String key) {
        long value = next();
        OptionalLong _ = client.commit(
                List.of(
                        Posted.put(service, environment, key + ".x", value),
                        Posted.put(other, otherEnvironment, key + ".y", value)),
                OptionalLong.empty());
    }

    /** Puts and deletes keys of its own in scopes of all kinds. Expects what it left, so that nothing arrives late. */
    private final class EntryWriter {
        private final int number;
        private final Map<String, Long> revisions = new HashMap<>();

        EntryWriter(int number) {
            this.number = number;
        }

        void step(WriteClient client, RandomGenerator random) {
            String service = List.of(first(), second(), "_").get(random.nextInt(3));
            String environment = List.of(DEV, PROD, "_").get(random.nextInt(3));
            String key = "key-" + number + "-" + random.nextInt(KEYS);
            String id = service + "/" + environment + "/" + key;
            if (service.equals("_")) {
                // Shared by all rounds: what is there was left by another one.
                client.read(service, environment, key)
                        .ifPresentOrElse(read -> revisions.put(id, read.revision()), () -> revisions.remove(id));
            }
            Long expected = revisions.get(id);
            if (expected != null && random.nextInt(3) == 0) {
                if (client.change(Posted.delete(service, environment, key), expected)
                        .isPresent()) {
                    revisions.remove(id);
                }
            } else {
                client.change(Posted.put(service, environment, key, next()), expected == null ? 0 : expected)
                        .ifPresent(revision -> revisions.put(id, revision));
            }
        }
    }

    /** No more steps; returns when every client knows what became of its last one. */
    @Override
    public void close() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
