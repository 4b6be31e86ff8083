package io.headwater.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final List<Scope> LAYERS = Scope.layersOf("payments", "dev");

    private final Map<Scope, Map<String, LayerEntry>> state = new HashMap<>();

    @Test
    void shouldPreferTheServiceInTheEnvironmentThenTheServiceThenTheEnvironment() {
        put(0, "key", "\"all\"", 1);
        assertThat(value("key")).isEqualTo("\"all\"");
        put(1, "key", "\"environment\"", 2);
        assertThat(value("key")).isEqualTo("\"environment\"");
        put(2, "key", "\"service\"", 3);
        assertThat(value("key")).isEqualTo("\"service\"");
        put(3, "key", "\"own\"", 4);
        assertThat(value("key")).isEqualTo("\"own\"");
        assertThat(resolve().entries().get("key").scope()).isEqualTo(new Scope("payments", "dev"));
    }

    @Test
    void shouldUncoverTheWeakerValueWhenTheOverrideGoes() {
        put(0, "key", "10", 5);
        put(3, "key", "20", 65);
        delete(3, "key", 70);
        Snapshot snapshot = resolve();
        assertThat(snapshot.entries().get("key").value().revision()).isEqualTo(5);
        assertThat(snapshot.revision()).isEqualTo(70);
        assertThat(snapshot.changesSince(69).put()).containsKey("key");
        assertThat(snapshot.changesSince(70).empty()).isTrue();
    }

    @Test
    void shouldNotChangeForWhatAnOverrideHides() {
        put(3, "key", "20", 5);
        put(0, "key", "10", 6);
        delete(0, "key", 7);
        assertThat(resolve().revision()).isEqualTo(5);
    }

    @Test
    void shouldTellWhatWentAway() {
        put(0, "gone", "1", 1);
        put(0, "stays", "1", 2);
        delete(0, "gone", 3);
        Snapshot snapshot = resolve();
        assertThat(snapshot.entries()).containsOnlyKeys("stays");
        assertThat(snapshot.revision()).isEqualTo(3);
        assertThat(snapshot.changesSince(2).removed()).containsExactly("gone");
        assertThat(snapshot.changesSince(3).removed()).isEmpty();
    }

    @Test
    void shouldSeeNothingUnderAKeyThatNoLayerHas() {
        put(0, "key", "1", 1);
        assertThat(Resolver.effective(layers(), "other")).isEmpty();
    }

    @Test
    void shouldNotBeOlderThanItsEnvironment() {
        put(0, "key", "1", 3);
        assertThat(resolve(40).revision()).isEqualTo(40);
    }

    /** The revision and the changes follow from the layers alone; here they are held against a history that is watched. */
    @Test
    void shouldSayTheSameAsSomebodyWhoWatchedEveryCommit() {
        for (long seed = 0; seed < 500; seed++) {
            state.clear();
            Random random = new Random(seed);
            TreeMap<Long, NavigableMap<String, EntryValue>> seen = new TreeMap<>(Map.of(0L, new TreeMap<>()));
            for (long revision = 1; revision <= 60; revision++) {
                String key = "k" + random.nextInt(3);
                int layer = random.nextInt(4);
                if (random.nextInt(3) == 0) {
                    if (layer(layer).containsKey(key) && layer(layer).get(key).live()) {
                        delete(layer, key, revision);
                    }
                } else {
                    put(layer, key, String.valueOf(random.nextInt(2)), revision);
                }
                Snapshot now = resolve();
                NavigableMap<String, EntryValue> content = content(now);
                if (!content.equals(seen.lastEntry().getValue())) {
                    seen.put(revision, content);
                }
                assertThat(now.revision())
                        .as("seed %d revision %d", seed, revision)
                        .isEqualTo(seen.lastKey());
                assertThat(Resolver.effective(layers(), key))
                        .as("seed %d revision %d", seed, revision)
                        .isEqualTo(Optional.ofNullable(now.entries().get(key)));
            }
            for (long from : seen.keySet()) {
                NavigableMap<String, EntryValue> caughtUp = new TreeMap<>(seen.get(from));
                SnapshotChange change = resolve().changesSince(from);
                change.put().forEach((key, effective) -> caughtUp.put(key, effective.value()));
                change.removed().forEach(caughtUp::remove);
                assertThat(caughtUp)
                        .as("seed %d from %d", seed, from)
                        .isEqualTo(seen.lastEntry().getValue());
            }
        }
    }

    private static NavigableMap<String, EntryValue> content(Snapshot snapshot) {
        NavigableMap<String, EntryValue> content = new TreeMap<>();
        snapshot.entries().forEach((key, effective) -> content.put(key, effective.value()));
        return content;
    }

    private Map<String, LayerEntry> layer(int strength) {
        return state.computeIfAbsent(LAYERS.get(strength), scope -> new HashMap<>());
    }

    private void put(int strength, String key, String json, long revision) {
        JsonText value = JsonText.parse(json);
        layer(strength)
                .put(key, LayerEntry.put(EntryValue.plain(ValueType.infer(value), value, revision), at(revision)));
    }

    private void delete(int strength, String key, long revision) {
        layer(strength).put(key, LayerEntry.deleted(revision, at(revision)));
    }

    private static Instant at(long revision) {
        return Instant.ofEpochSecond(revision);
    }

    private String value(String key) {
        return resolve().entries().get(key).value().value().text();
    }

    private Snapshot resolve() {
        return resolve(0);
    }

    private Snapshot resolve(long since) {
        return Resolver.resolve("payments", "dev", layers(), since, at(since));
    }

    private List<Layer> layers() {
        return LAYERS.stream()
                .map(scope -> new Layer(scope, state.getOrDefault(scope, Map.of())))
                .toList();
    }
}
