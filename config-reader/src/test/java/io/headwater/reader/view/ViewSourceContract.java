package io.headwater.reader.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.core.EntryId;
import io.headwater.core.Layer;
import io.headwater.core.Scope;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Sink;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every source of views has to do, and what stands on it may rely on. */
abstract class ViewSourceContract {
    private static final Scope SHOP = new Scope("shop", "dev");
    private static final Scope ALL = new Scope("_", "dev");

    private final List<AutoCloseable> toClose = new ArrayList<>();

    abstract ViewSource source();

    abstract Sink sink();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : toClose) {
            open.close();
        }
    }

    private Page read(Page.Held held, Scope... wanted) {
        return source().read(new Page.Request("dev", held, List.of(wanted)));
    }

    @Test
    void shouldHaveNothingBeforeAnythingIsFilled() {
        assertThat(source().catalog()).isEmpty();
        assertThat(read(null)).isInstanceOf(Page.Absent.class);
    }

    @Test
    void shouldListTheEnvironmentsThatExist() {
        sink().environment("dev").environment("staging").deleteEnvironment("dev");

        Catalog catalog = source().catalog().orElseThrow();
        assertThat(catalog.revision()).isEqualTo(3);
        assertThat(catalog.epoch()).isEqualTo(1);
        assertThat(catalog.environments()).containsOnlyKeys("staging").containsValue(2L);
    }

    @Test
    void shouldLoadLayersInFullWithDeletions() {
        sink().environment("dev");
        sink().commit(Put.of("shop", "dev", "a:b", "number", "10.0"), Put.string("shop", "dev", "gone", "x"));
        sink().commit(Put.delete("shop", "dev", "gone"));

        Page.Fresh fresh = (Page.Fresh) read(null, SHOP, ALL);

        assertThat(fresh.position().revision()).isEqualTo(3);
        assertThat(fresh.position().since()).isEqualTo(1);
        assertThat(fresh.loaded()).extracting(Layer::scope).containsExactly(SHOP, ALL);
        Layer shop = fresh.loaded().getFirst();
        assertThat(shop.entries().get("a:b").liveValue().value().text()).isEqualTo("10.0");
        assertThat(shop.entries().get("gone").live()).isFalse();
        assertThat(shop.entries().get("gone").revision()).isEqualTo(3);
    }

    @Test
    void shouldGiveWhatChangedAndWhatIsWantedAtOneRevision() {
        sink().environment("dev");
        sink().commit(Put.of("shop", "dev", "n", "integer", "1"));
        Position held = ((Page.Fresh) read(null, SHOP)).position();
        sink().commit(Put.of("shop", "dev", "n", "integer", "2"), Put.of("_", "dev", "m", "integer", "2"));

        Page.Delta delta = (Page.Delta) read(Page.Held.of(held), ALL);

        assertThat(delta.position().revision()).isEqualTo(3);
        assertThat(delta.touched())
                .extracting(Page.Touch::id)
                .containsExactlyInAnyOrder(EntryId.of("shop", "dev", "n"), EntryId.of("_", "dev", "m"));
        assertThat(delta.loaded().getFirst().entries().get("m").revision()).isEqualTo(3);
        assertThat(((Page.Delta) read(Page.Held.of(delta.position()))).touched())
                .isEmpty();
    }

    @Test
    void shouldVoidWhatIsHeldOfAnotherBuildOrAnotherLife() {
        sink().environment("dev");
        Position held = ((Page.Fresh) read(null)).position();
        sink().build("dev");
        Page.Fresh built = (Page.Fresh) read(Page.Held.of(held), SHOP);
        assertThat(built.position().generation()).isNotEqualTo(held.generation());

        sink().deleteEnvironment("dev");
        Page.Fresh deleted = (Page.Fresh) read(Page.Held.of(built.position()), SHOP);
        assertThat(deleted.position().deleted()).isTrue();
        assertThat(deleted.loaded()).isEmpty();
    }

    @Test
    void shouldRingWhenSomethingChanges() {
        sink().environment("dev");
        AtomicInteger rings = new AtomicInteger();
        AtomicInteger catalogRings = new AtomicInteger();
        toClose.add(source().listen("dev", rings::incrementAndGet));
        toClose.add(source().listen(Scope.EVERY, catalogRings::incrementAndGet));

        sink().commit(Put.of("shop", "dev", "n", "integer", "1"));

        await().until(() -> rings.get() > 0);
        sink().environment("staging");
        await().until(() -> catalogRings.get() > 0);
    }

    /**
     * A service that is asked for while commits of pairs run is loaded together with what is held: in every view, both
     * halves of a commit are of the same number, whichever of them was loaded first.
     */
    @Test
    void rule23_shouldBringAllLayersToOneRevision() throws Exception {
        sink().environment("dev");
        List<String> torn = new ArrayList<>();
        AtomicInteger seen = new AtomicInteger();
        ViewListener checker = new ViewListener() {
            private long newest;

            @Override
            public void installed(View view, boolean reloaded) {
                List<String> numbers = IntStream.range(0, 12)
                        .mapToObj(i -> view.layersOf("s" + i))
                        .filter(layers -> layers != null)
                        .map(layers -> String.valueOf(layers.getLast().entries().get("n")))
                        .map(text -> text.replaceAll(".*value=(\\d+).*", "$1"))
                        .distinct()
                        .toList();
                seen.incrementAndGet();
                if (numbers.size() > 1 || view.position().revision() < newest) {
                    torn.add(view.position() + " " + numbers);
                }
                newest = view.position().revision();
            }

            @Override
            public void ended(String environment) {}
        };
        commitOfAll(0);
        Environments environments = new Environments(new Following(
                source(),
                checker,
                Pins.NONE,
                HoldPoint.NONE,
                Clock.systemUTC(),
                Duration.ofMillis(50),
                StaleRules.DEFAULT));
        environments.start();
        toClose.add(environments);
        await().until(() -> environments.known().followed().containsKey("dev"));
        EnvironmentViews views = environments.known().followed().get("dev");
        CompletableFuture<Void> commits = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= 60; i++) {
                commitOfAll(i);
                if (i % 20 == 0) {
                    sink().build("dev");
                }
                if (i % 5 == 0) {
                    views.atLeast(sink().revision()).join();
                }
            }
        });
        for (int i = 0; i < 12; i++) {
            assertThat(views.holding("s" + i).get(5, TimeUnit.SECONDS).layersOf("s" + i))
                    .hasSize(4);
        }
        commits.get(30, TimeUnit.SECONDS);
        View last = views.atLeast(sink().revision()).get(5, TimeUnit.SECONDS);

        assertThat(last.layersOf("s0").getLast().entries().get("n").toString()).contains("value=60");
        assertThat(torn).isEmpty();
        assertThat(seen.get()).isGreaterThan(10);
    }

    private void commitOfAll(int number) {
        sink().commit(IntStream.range(0, 12)
                .mapToObj(i -> Put.of("s" + i, "dev", "n", "integer", Integer.toString(number)))
                .toArray(Put[]::new));
    }
}
