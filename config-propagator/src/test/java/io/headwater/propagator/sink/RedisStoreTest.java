package io.headwater.propagator.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.propagator.redis.RedisStore;
import io.headwater.propagator.sink.EnvironmentStore.Built;
import io.headwater.propagator.sink.EnvironmentStore.Delta;
import io.headwater.propagator.sink.EnvironmentStore.Field;
import io.headwater.runtime.redis.RedisOptions;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.redis.RedisKeys;
import io.headwater.testkit.parts.SharedParts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

class RedisStoreTest extends EnvironmentStoreContract {
    private static final int CHANGES_KEPT = 3;
    private static final RedissonClient CLIENT = client();

    private final RedisKeys keys = new RedisKeys(SharedParts.uniqueName("hw"));
    private final RedisStore store = new RedisStore(
            RedisOptions.single(SharedParts.redisUri(), keys.prefix()).within(Duration.ofSeconds(5)),
            CHANGES_KEPT,
            true,
            true);

    private static RedissonClient client() {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.useSingleServer().setAddress(SharedParts.redisUri()).setConnectionMinimumIdleSize(1);
        return Redisson.create(config);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @AfterAll
    static void closeClient() {
        CLIENT.shutdown();
    }

    @Override
    EnvironmentStore store() {
        return store;
    }

    @Override
    Map<String, String> content(String environment) {
        String current = CLIENT.<String>getBucket(keys.current(environment)).get();
        String prefix = keys.generation(environment, current);
        Map<String, String> content = new TreeMap<>();
        for (String key : CLIENT.getKeys().getKeys(KeysScanOptions.defaults().pattern(prefix + "layer:*"))) {
            CLIENT.<String, String>getMap(key)
                    .readAllMap()
                    .forEach((field, text) -> content.put(key.substring(prefix.length()) + ":" + field, text));
        }
        return content;
    }

    @Override
    List<String> generations(String environment) {
        return List.copyOf(
                CLIENT.<String, String>getMap(keys.generations(environment)).readAllKeySet());
    }

    @Test
    void shouldLeaveNothingOfAGenerationThatWasRemoved() throws InterruptedException {
        show("g1");
        show("g2", "g1");
        Waiting.on(store.sweep("dev", List.of()));

        assertThat(CLIENT.getKeys().getKeys(KeysScanOptions.defaults().pattern(keys.generation("dev", "g1") + "*")))
                .isEmpty();
    }

    @Test
    void shouldRememberWhatChangedAndSayFromWhereOnItDoes() throws InterruptedException {
        show("g1");
        for (int revision = 2; revision <= 6; revision++) {
            apply(revision, "key" + revision);
        }
        apply(7, "key6");

        assertThat(CLIENT.<String>getScoredSortedSet(keys.changed("dev", "g1")).entryRange(0, -1).stream()
                        .map(entry -> entry.getValue() + "@" + entry.getScore().longValue()))
                .containsExactly("orders:dev:key4@4", "orders:dev:key5@5", "orders:dev:key6@7");
        assertThat(Waiting.on(store.stored("dev")).orElseThrow().floor()).isEqualTo(3);
    }

    @Test
    void shouldRingTheBellWithTheRevision() throws InterruptedException {
        BlockingQueue<String> rung = new LinkedBlockingQueue<>();
        CLIENT.getTopic(keys.bell("dev")).addListener(String.class, (channel, message) -> rung.add(message));
        show("g1");
        apply(2, "a");

        assertThat(rung.poll(5, TimeUnit.SECONDS)).isEqualTo("1");
        assertThat(rung.poll(5, TimeUnit.SECONDS)).isEqualTo("2");
    }

    @Test
    void shouldForgetScriptsWithoutHarm() throws InterruptedException {
        show("g1");
        CLIENT.getScript().scriptFlush();

        apply(2, "a");
        assertThat(content("dev")).hasSize(1);
    }

    private void show(String generation) throws InterruptedException {
        show(generation, "");
    }

    private void show(String generation, String replaces) throws InterruptedException {
        Waiting.on(store.begin("dev", generation));
        EnvironmentState dev = new EnvironmentState("dev", 1, 1, false, 0, false, null);
        Built built = new Built(dev, generation, 0, standing(1), 0, Instant.EPOCH);
        assertThat(Waiting.on(store.replace(replaces, built))).isEqualTo(EnvironmentStore.Outcome.DONE);
    }

    private void apply(long revision, String key) throws InterruptedException {
        Field field = new Field("layer:orders:dev", key, (revision + " 0 {}").getBytes(StandardCharsets.UTF_8));
        Delta delta = new Delta("dev", "g1", revision - 1, standing(revision), List.of(field));
        assertThat(Waiting.on(store.apply(delta))).isEqualTo(EnvironmentStore.Outcome.DONE);
    }

    private static Standing standing(long revision) {
        return new Standing(1, revision, Instant.EPOCH, Map.of(), "id");
    }
}
