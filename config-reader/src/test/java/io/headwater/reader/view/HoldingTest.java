package io.headwater.reader.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.testkit.time.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is loaded when, dropped, and loaded again. The source is only looked at when the test rings. */
class HoldingTest {
    private static final StaleRules RULES =
            new StaleRules(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(30));

    private final MemoryViewSource memory = new MemoryViewSource();
    private final CountingSource source = new CountingSource(memory);
    private final MutableClock clock = MutableClock.at("2026-11-01T00:00:00Z");
    private final Set<String> pinned = ConcurrentHashMap.newKeySet();
    private final Installed installed = new Installed();
    private final Environments environments = new Environments(new Following(
            source,
            installed,
            (environment, service) -> pinned.contains(service),
            HoldPoint.NONE,
            clock,
            Duration.ofMinutes(1),
            RULES));
    private EnvironmentViews views;

    /** Every view that was told of, and every drop. */
    private static final class Installed implements ViewListener {
        private final List<View> all = new CopyOnWriteArrayList<>();
        private final List<Set<String>> drops = new CopyOnWriteArrayList<>();
        private volatile Runnable onDrop = () -> {};

        @Override
        public void installed(View view, boolean reloaded) {
            all.add(view);
        }

        @Override
        public void dropped(String environment, Set<String> services) {
            drops.add(services);
            onDrop.run();
        }

        @Override
        public void ended(String environment) {}
    }

    @BeforeEach
    void start() {
        memory.environment("dev");
        memory.commit(Put.of("shop", "dev", "n", "integer", "1"), Put.of("cart", "dev", "n", "integer", "1"));
        environments.start();
        await().until(() -> environments.known().followed().containsKey("dev"));
        views = environments.known().followed().get("dev");
        await().until(() -> views.current() != null);
        source.reads().clear();
    }

    @AfterEach
    void close() {
        environments.close();
    }

    private View holding(String service) throws Exception {
        return views.holding(service).get(5, TimeUnit.SECONDS);
    }

    private String number(View view, String service) {
        return view.layersOf(service)
                .getLast()
                .entries()
                .get("n")
                .liveValue()
                .value()
                .text();
    }

    @Test
    void shouldAskOnceForAllWhoWaitForTheSame() throws Exception {
        List<CompletableFuture<View>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(views.holding("shop"));
        }
        for (CompletableFuture<View> one : waiting) {
            assertThat(number(one.get(5, TimeUnit.SECONDS), "shop")).isEqualTo("1");
        }

        // Four layers, of which this source gives two at a time.
        assertThat(source.reads()).hasSize(2);
        int reads = source.reads().size();
        assertThat(holding("shop").holds("shop")).isTrue();
        assertThat(source.reads()).hasSize(reads);
    }

    @Test
    void shouldDropAndLoadAgainAtTheNewestRevision() throws Exception {
        holding("shop");
        holding("cart");
        View before = views.current();

        views.drop(List.of("shop", "never-held"));
        await().until(() -> !views.current().holds("shop"));

        assertThat(installed.drops).containsExactly(Set.of("shop"));
        assertThat(views.current().holds("cart")).isTrue();
        assertThat(views.current().position()).isEqualTo(before.position());
        assertThat(views.current().weight()).isEqualTo(before.weight() - before.weightOf("shop"));
        assertThat(before.holds("shop")).isTrue();
        long revision = memory.commit(Put.of("shop", "dev", "n", "integer", "2"));
        View again = holding("shop");
        assertThat(again.position().revision()).isEqualTo(revision);
        assertThat(number(again, "shop")).isEqualTo("2");
    }

    @Test
    void shouldNotDropWhatSomebodyWaitsFor() throws Exception {
        pinned.add("shop");
        holding("shop");
        holding("cart");

        views.drop(List.of("shop", "cart"));
        await().until(() -> !views.current().holds("cart"));

        assertThat(views.current().holds("shop")).isTrue();
    }

    /** Somebody subscribes, and reads the view, just when the service is being dropped from the next one. */
    @Test
    void shouldLoadAgainAndTellOfWhatWasDroppedUnderASubscriber() throws Exception {
        holding("shop");
        installed.onDrop = () -> {
            pinned.add("shop");
            memory.commit(Put.of("shop", "dev", "n", "integer", "2"));
        };
        installed.all.clear();

        views.drop(List.of("shop"));

        await().until(() -> installed.all.stream().anyMatch(view -> view.holds("shop")));
        View told = installed.all.stream()
                .filter(view -> view.holds("shop"))
                .findFirst()
                .orElseThrow();
        assertThat(number(told, "shop")).isEqualTo("2");
        assertThat(installed.all)
                .isSortedAccordingTo((one, other) ->
                        Long.compare(one.position().revision(), other.position().revision()));
    }

    @Test
    void shouldKeepTheObjectsOfLayersThatAnotherBuildHasTheSame() throws Exception {
        View before = holding("shop");
        memory.commit(Put.of("cart", "dev", "n", "integer", "2"));
        memory.build("dev");
        await().until(() -> !views.current()
                .position()
                .generation()
                .equals(before.position().generation()));

        for (int i = 0; i < 4; i++) {
            assertThat(views.current().layersOf("shop").get(i))
                    .isSameAs(before.layersOf("shop").get(i));
        }
        assertThat(views.current().weight()).isEqualTo(before.weight());
    }

    @Test
    void shouldSayHowStaleItIsAndRefuseAtOnceWhatIsNotHeld() throws Exception {
        holding("shop");
        environments.tick();
        assertThat(views.staleness()).isNull();

        source.fail(true);
        clock.advance(Duration.ofMillis(1_999));
        memory.commit(Put.of("shop", "dev", "n", "integer", "2"));
        await().until(() -> !views.contact().current());
        environments.tick();
        assertThat(views.staleness()).isNull();

        clock.advance(Duration.ofMillis(500));
        environments.tick();
        assertThat(views.staleness().millis()).isEqualTo(2_499);
        assertThat(views.staleness().text()).isEqualTo("2499");
        assertThat(views.staleness().line()).asString().isEqualTo("Headwater-Stale: 2499\r\n");
        assertThat(holding("shop").holds("shop")).isTrue();
        int reads = source.reads().size();
        assertThatThrownBy(() -> views.holding("cart").getNow(null))
                .hasCauseInstanceOf(HeadwaterException.class)
                .hasMessageContaining("2499 ms", "it does not answer");
        assertThat(source.reads()).hasSize(reads);

        source.fail(false);
        memory.commit(Put.of("shop", "dev", "n", "integer", "3"));
        await().until(() -> views.contact().current());
        assertThat(views.staleness()).isNull();
        assertThat(number(holding("cart"), "cart")).isEqualTo("1");
    }

    @Test
    void shouldRefuseMoreNamesThanItCanLoad() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        source.hang(until);
        for (int i = 0; i < 10_000; i++) {
            assertThat(views.holding("name-" + i).isDone()).isFalse();
        }
        CompletableFuture<View> refused = views.holding("one-more");
        until.countDown();

        assertThatThrownBy(refused::get)
                .cause()
                .isInstanceOfSatisfying(
                        HeadwaterException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("10000 services are being loaded already");
        await().atMost(Duration.ofSeconds(30)).until(() -> views.current().holds("name-9999"));
    }
}
