package io.headwater.propagator.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.propagator.sink.EnvironmentStore.Built;
import io.headwater.propagator.sink.EnvironmentStore.Catalog;
import io.headwater.propagator.sink.EnvironmentStore.Delta;
import io.headwater.propagator.sink.EnvironmentStore.Field;
import io.headwater.propagator.sink.EnvironmentStore.Outcome;
import io.headwater.propagator.sink.EnvironmentStore.Stored;
import io.headwater.schemas.EnvironmentState;
import io.headwater.schemas.redis.CatalogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link EnvironmentStore} does: rules 9, 19, 20 and 21. */
abstract class EnvironmentStoreContract {
    private static final Instant TIME = Instant.parse("2026-11-01T08:30:00.000Z");

    /** An empty store, the same during a test. */
    abstract EnvironmentStore store();

    /** What is shown of an environment: by {@code layer:service:environment:key} the text. */
    abstract Map<String, String> content(String environment);

    /** Ids of all generations that there are, shown or not. */
    abstract List<String> generations(String environment);

    private static <T> T on(CompletionStage<T> stage) {
        try {
            return Waiting.on(stage);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(String key, String text) {
        return new Field("layer:orders:dev", key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Standing standing(long epoch, long revision) {
        return new Standing(epoch, revision, TIME, Map.of(0, new LogPosition(17, 3), 1, new LogPosition(4, -1)), "id");
    }

    private static Built built(String generation, int chunks, long revision) {
        return built(generation, chunks, standing(1, revision), false);
    }

    private static Built built(String generation, int chunks, Standing standing, boolean deleted) {
        EnvironmentState dev = new EnvironmentState("dev", 1, 1, deleted, 0, false, null);
        return new Built(dev, generation, chunks, standing, 0, TIME);
    }

    private void show(String generation, String replaces, long revision, Field... fields) {
        on(store().begin("dev", generation));
        assertThat(on(store().write("dev", generation, 0, List.of(fields)))).isEqualTo(Outcome.DONE);
        assertThat(on(store().replace(replaces, built(generation, 1, revision))))
                .isEqualTo(Outcome.DONE);
    }

    private Outcome apply(String generation, long expected, long revision, Field... fields) {
        return on(store().apply(new Delta("dev", generation, expected, standing(1, revision), List.of(fields))));
    }

    private Stored shown() {
        return on(store().stored("dev")).orElseThrow();
    }

    @Test
    void shouldHoldNothingAtFirst() {
        assertThat(on(store().stored("dev"))).isEmpty();
        assertThat(on(store().catalog())).isEmpty();
        assertThat(apply("g1", 1, 2)).isEqualTo(Outcome.MISMATCH);
    }

    @Test
    void shouldShowAGenerationAtOnceAndTellWhereItStands() {
        on(store().begin("dev", "g1"));
        on(store().write("dev", "g1", 0, List.of(field("a", "5 0 {}"))));
        assertThat(on(store().stored("dev"))).isEmpty();

        assertThat(on(store().replace("", built("g1", 1, 7)))).isEqualTo(Outcome.DONE);
        assertThat(shown()).isEqualTo(new Stored("g1", standing(1, 7), 1, false, 7));
        assertThat(content("dev")).isEqualTo(Map.of("layer:orders:dev:a", "5 0 {}"));
    }

    @Test
    void shouldApplyADeltaToItsPredecessor() {
        show("g1", "", 7, field("a", "5 0 {}"), field("b", "6 0 {}"));

        assertThat(apply("g1", 7, 8, field("a", "8 0 "), field("c", "8 0 {\"value\":10.0}")))
                .isEqualTo(Outcome.DONE);
        assertThat(shown().standing()).isEqualTo(standing(1, 8));
        assertThat(content("dev"))
                .isEqualTo(Map.of(
                        "layer:orders:dev:a", "8 0 ",
                        "layer:orders:dev:b", "6 0 {}",
                        "layer:orders:dev:c", "8 0 {\"value\":10.0}"));
    }

    @Test
    void shouldKeepTheTraceOfTheNewestCommitOnly() {
        on(store().begin("dev", "g1"));
        assertThat(on(store().replace("", built("g1", 0, traced(7), false)))).isEqualTo(Outcome.DONE);
        assertThat(shown().standing()).isEqualTo(traced(7));

        assertThat(on(store().apply(new Delta("dev", "g1", 7, traced(8), List.of()))))
                .isEqualTo(Outcome.DONE);
        assertThat(shown().standing()).isEqualTo(traced(8));

        assertThat(apply("g1", 8, 9)).isEqualTo(Outcome.DONE);
        assertThat(shown().standing().traceparent()).isNull();
    }

    private static Standing traced(long revision) {
        Standing at = standing(1, revision);
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333" + revision % 10 + "-01";
        return new Standing(at.epoch(), at.revision(), at.time(), at.positions(), at.topic(), trace);
    }

    /** Rule 19: failed over to 90, a delta from 100 to 105 would leave a hole. */
    @Test
    void shouldNotApplyADeltaToAnOlderState() {
        show("g1", "", 90, field("a", "5 0 {}"));

        assertThat(apply("g1", 100, 105, field("a", "105 0 {}"))).isEqualTo(Outcome.MISMATCH);
        assertThat(shown().standing().revision()).isEqualTo(90);
        assertThat(content("dev")).isEqualTo(Map.of("layer:orders:dev:a", "5 0 {}"));
    }

    /** Rule 19: the delta of a sink that has been overtaken arrives late. */
    @Test
    void shouldNotApplyADeltaToANewerState() {
        show("g1", "", 100, field("a", "100 0 {}"));

        assertThat(apply("g1", 90, 95, field("a", "95 0 {}"))).isEqualTo(Outcome.MISMATCH);
        assertThat(content("dev")).isEqualTo(Map.of("layer:orders:dev:a", "100 0 {}"));
    }

    /** Rule 19: the client library has tried again. */
    @Test
    void shouldTakeARepeatedDeltaForDone() {
        show("g1", "", 7, field("a", "5 0 {}"));
        apply("g1", 7, 8, field("a", "8 0 {}"));

        assertThat(apply("g1", 7, 8, field("a", "8 0 {}"))).isEqualTo(Outcome.ALREADY);
    }

    /** Rule 19. */
    @Test
    void shouldNotApplyADeltaToAnotherGeneration() {
        show("g1", "", 7, field("a", "5 0 {}"));
        show("g2", "g1", 7, field("a", "5 0 {}"));

        assertThat(apply("g1", 7, 8, field("a", "8 0 {}"))).isEqualTo(Outcome.MISMATCH);
    }

    /** Rule 20. */
    @Test
    void shouldReplaceOnlyTheGenerationThatWasMeant() {
        show("g1", "", 7);
        on(store().begin("dev", "g2"));
        on(store().begin("dev", "g3"));

        assertThat(on(store().replace("", built("g2", 0, 8)))).isEqualTo(Outcome.MISMATCH);
        assertThat(on(store().replace("g1", built("g2", 0, 8)))).isEqualTo(Outcome.DONE);
        assertThat(on(store().replace("g1", built("g2", 0, 8)))).isEqualTo(Outcome.ALREADY);
        assertThat(on(store().replace("g1", built("g3", 0, 9)))).isEqualTo(Outcome.MISMATCH);
    }

    /** Rule 9. */
    @Test
    void shouldNotReplaceAHigherRevisionOfTheSameEpoch() {
        show("g1", "", 100);
        on(store().begin("dev", "g2"));

        assertThat(on(store().replace("g1", built("g2", 0, 99)))).isEqualTo(Outcome.MISMATCH);
        assertThat(on(store().replace("g1", built("g2", 0, standing(2, 5), false))))
                .isEqualTo(Outcome.DONE);
    }

    /** A replica that was promoted has lost a part of what was written. */
    @Test
    void shouldNotShowAGenerationOfWhichAPartIsMissing() {
        on(store().begin("dev", "g1"));
        on(store().write("dev", "g1", 0, List.of(field("a", "5 0 {}"))));

        assertThat(on(store().replace("", built("g1", 2, 7)))).isEqualTo(Outcome.MISMATCH);
    }

    /** A write that was given up arrives when the generation is shown already, and has gone on. */
    @Test
    void shouldNotLetALateWriteTouchWhatIsShown() {
        show("g1", "", 7, field("a", "5 0 {}"));
        apply("g1", 7, 8, field("a", "8 0 {}"));

        assertThat(on(store().write("dev", "g1", 1, List.of(field("a", "5 0 {}")))))
                .isEqualTo(Outcome.MISMATCH);
        assertThat(content("dev")).isEqualTo(Map.of("layer:orders:dev:a", "8 0 {}"));
    }

    /** All that a stalled connection held is let go when the generation is shown and has gone on. */
    @Test
    void shouldNotBeginAgainWhatIsShown() {
        show("g1", "", 7, field("a", "5 0 {}"));
        apply("g1", 7, 8, field("a", "8 0 {}"));

        assertThat(on(store().begin("dev", "g1"))).isEqualTo(Outcome.MISMATCH);
        assertThat(on(store().write("dev", "g1", 0, List.of(field("a", "5 0 {}")))))
                .isEqualTo(Outcome.MISMATCH);
        assertThat(content("dev")).isEqualTo(Map.of("layer:orders:dev:a", "8 0 {}"));
        assertThat(apply("g1", 8, 9, field("a", "9 0 {}"))).isEqualTo(Outcome.DONE);
    }

    /** The client library has tried to begin again while chunks were written already. */
    @Test
    void shouldTakeARepeatedBeginningForDone() {
        assertThat(on(store().begin("dev", "g1"))).isEqualTo(Outcome.DONE);
        on(store().write("dev", "g1", 0, List.of(field("a", "5 0 {}"))));

        assertThat(on(store().begin("dev", "g1"))).isEqualTo(Outcome.ALREADY);
        assertThat(on(store().replace("", built("g1", 1, 7)))).isEqualTo(Outcome.DONE);
        assertThat(content("dev")).isEqualTo(Map.of("layer:orders:dev:a", "5 0 {}"));
    }

    /** A write that was tried again arrives a second time, behind the one that followed it. */
    @Test
    void shouldNotLetALateWriteUndoALaterOne() {
        on(store().begin("dev", "g1"));
        on(store().write("dev", "g1", 0, List.of(field("a", "5 0 {}"))));
        on(store().write("dev", "g1", 1, List.of(field("a", "6 0 {}"))));

        assertThat(on(store().write("dev", "g1", 0, List.of(field("a", "5 0 {}")))))
                .isEqualTo(Outcome.ALREADY);
        on(store().replace("", built("g1", 2, 7)));
        assertThat(content("dev")).isEqualTo(Map.of("layer:orders:dev:a", "6 0 {}"));
    }

    @Test
    void shouldRemoveGenerationsThatAreNotShown() {
        show("g1", "", 7, field("a", "5 0 {}"));
        show("g2", "g1", 8, field("a", "5 0 {}"));
        on(store().begin("dev", "g3"));
        on(store().begin("dev", "g4"));
        on(store().sweep("dev", List.of("g4")));

        assertThat(generations("dev")).containsExactlyInAnyOrder("g2", "g4");
        assertThat(on(store().write("dev", "g3", 0, List.of(field("a", "5 0 {}")))))
                .as("whoever built it cannot go on")
                .isEqualTo(Outcome.MISMATCH);
        assertThat(on(store().replace("g2", built("g3", 0, 9)))).isEqualTo(Outcome.MISMATCH);
    }

    /** Rule 21. */
    @Test
    void shouldTakeTheLargestChunksAndDeltas() {
        List<Field> fields = IntStream.range(0, 9_000)
                .mapToObj(i -> field("key" + i, "5 0 {\"value\":" + i + "}"))
                .toList();
        on(store().begin("dev", "g1"));
        assertThat(on(store().write("dev", "g1", 0, fields))).isEqualTo(Outcome.DONE);
        on(store().replace("", built("g1", 1, 7)));
        assertThat(content("dev")).hasSize(9_000);
        assertThat(apply("g1", 7, 8, fields.toArray(Field[]::new))).isEqualTo(Outcome.DONE);
    }

    @Test
    void shouldSayThatAnEnvironmentIsDeleted() {
        show("g1", "", 7, field("a", "5 0 {}"));
        on(store().begin("dev", "grave"));
        on(store().replace("g1", built("grave", 0, standing(1, 8), true)));

        assertThat(shown().deleted()).isTrue();
        assertThat(content("dev")).isEmpty();
    }

    @Test
    void shouldListEnvironmentsAndNeverGoBackInAnEpoch() {
        List<CatalogEntry> dev = List.of(new CatalogEntry("dev", 0, true, 1));
        assertThat(on(store().put(new Catalog(standing(1, 7), dev)))).isEqualTo(Outcome.DONE);
        assertThat(on(store().catalog())).isEqualTo(Optional.of(new Catalog(standing(1, 7), dev)));
        assertThat(on(store().put(new Catalog(standing(1, 6), List.of())))).isEqualTo(Outcome.MISMATCH);
        assertThat(on(store().put(new Catalog(standing(2, 1), List.of())))).isEqualTo(Outcome.DONE);
        assertThat(on(store().put(new Catalog(standing(1, 9), dev)))).isEqualTo(Outcome.MISMATCH);
    }

    @Test
    void shouldLetOneSinkBeActive() {
        Duration time = Duration.ofSeconds(30);
        assertThat(on(store().lease("one", time))).isTrue();
        assertThat(on(store().lease("other", time))).isFalse();
        assertThat(on(store().lease("one", time))).isTrue();
        on(store().release("other"));
        assertThat(on(store().lease("other", time))).isFalse();
        on(store().release("one"));
        assertThat(on(store().lease("other", time))).isTrue();
    }

    @Test
    void shouldSayHowItDropsData() {
        assertThat(on(store().evictionPolicy())).isEqualTo("noeviction");
    }
}
