package io.headwater.propagator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.propagator.HandWritten;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvironmentTopologyTest {
    @Test
    void shouldPassOnToAnEnvironmentWhatItMaySee() {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.create(1, "dev").create(1, "production").watermark(1);
            harness.put(2, "orders", "dev", "a", "10.0")
                    .put(2, "orders", "_", "b", "true")
                    .put(2, "_", "production", "c", "\"x\"")
                    .watermark(2);

            assertThat(harness.written("dev"))
                    .containsExactly(
                            "environment dev deleted=false@1",
                            "watermark@1",
                            "orders/dev/a=10.0@2",
                            "orders/_/b=true@2",
                            "watermark@2");
            assertThat(harness.written("production"))
                    .containsExactly(
                            "environment production deleted=false@1",
                            "watermark@1",
                            "orders/_/b=true@2",
                            "_/production/c=\"x\"@2",
                            "watermark@2");
        }
    }

    /** Rule 11. */
    @Test
    void shouldSeeToTheTopicBeforeAnythingIsSentToIt() {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.create(1, "dev");

            assertThat(harness.ensured()).containsExactly("dev");
        }
    }

    /** Rule 16: what comes before was compacted, and its watermarks tell of states that never existed. */
    @Test
    void shouldPassNoWatermarkBeforeTheLogIsWholeAgain() {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.wholeFrom(5);
            harness.create(1, "dev")
                    .watermark(1)
                    .put(2, "orders", "dev", "a", "1")
                    .watermark(2);
            assertThat(harness.written("dev")).containsExactly("environment dev deleted=false@1", "orders/dev/a=1@2");

            harness.put(3, "orders", "dev", "a", "2").watermark(3);
            assertThat(harness.written("dev")).containsExactly("orders/dev/a=2@3", "watermark@3");
        }
    }

    @Test
    void shouldFillANewEnvironmentFromTheStore() {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.target(0)
                    .put(1, "orders", "_", "a", "1")
                    .put(1, "_", "_", "b", "2")
                    .put(1, "_", "_", "gone", "3")
                    .delete(2, "_", "_", "gone")
                    .watermark(2)
                    .put(3, "orders", "dev", "own", "4")
                    .create(3, "dev")
                    .watermark(3);

            assertThat(harness.written("dev"))
                    .containsExactly(
                            "environment dev deleted=false@3",
                            "target@0",
                            "_/_/b=2@1",
                            "orders/_/a=1@1",
                            "orders/dev/own=4@3",
                            "watermark@3");
        }
    }

    @Test
    void shouldEmptyTheTopicOfADeletedEnvironment() {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.create(1, "dev").put(2, "orders", "dev", "a", "1").put(2, "orders", "_", "b", "2");
            harness.written("dev");
            harness.drop(3, "dev").watermark(3).put(4, "orders", "_", "b", "3").watermark(4);

            assertThat(harness.written("dev"))
                    .containsExactly("orders/dev/a=null@3", "orders/_/b=null@3", "environment dev deleted=true@3");
        }
    }

    /** Rule 13. */
    @Test
    void shouldStartEmptyWhenAnEnvironmentIsMadeAgain() {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.create(1, "dev")
                    .put(2, "orders", "dev", "a", "1")
                    .drop(3, "dev")
                    .watermark(3);
            harness.written("dev");
            harness.create(4, "dev").put(2, "orders", "dev", "a", "1").watermark(4);

            assertThat(harness.written("dev")).containsExactly("environment dev deleted=false@4", "watermark@4");
        }
    }

    /** Rule 13, when compaction has removed the record of the deletion. */
    @Test
    void shouldEmptyAnEnvironmentThatWasMadeAgainUnseen() {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.create(1, "dev").put(2, "orders", "dev", "a", "1").watermark(2);
            harness.written("dev");
            harness.create(9, "dev").watermark(9);

            assertThat(harness.written("dev"))
                    .containsExactly("orders/dev/a=null@9", "environment dev deleted=false@9", "watermark@9");
        }
    }

    /** Rule 15. */
    @Test
    void shouldNotBringADeletedEntryBackWhenAnOldPutIsReplayed() {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.create(1, "dev").put(2, "orders", "dev", "a", "1").delete(3, "orders", "dev", "a");
            harness.written("dev");
            harness.put(2, "orders", "dev", "a", "1");

            assertThat(harness.written("dev")).isEmpty();
        }
    }

    @Test
    void shouldSkipAMalformedRecord() {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.create(1, "dev");
            harness.written("dev");
            harness.raw("no key", "{}").raw("{\"service\":\"s\",\"environment\":\"dev\",\"key\":\"k\"}", "{\"type\":");
            harness.put(2, "orders", "dev", "a", "1");

            assertThat(harness.written("dev")).containsExactly("orders/dev/a=1@2");
            assertThat(harness.status().malformedRecords()).isEqualTo(2);
        }
    }

    /** A thread that fails is replaced, and the next one meets the same record: nothing would ever go on. */
    @ParameterizedTest
    @MethodSource("io.headwater.propagator.HandWritten#all")
    void shouldSkipWhatNobodyCanWorkWith(HandWritten record) {
        try (TopologyHarness harness = new TopologyHarness()) {
            harness.create(1, "dev");
            harness.written("dev");
            harness.raw(record);
            harness.put(2, "orders", "dev", "a", "1");

            assertThat(harness.written("dev")).containsExactly("orders/dev/a=1@2");
            assertThat(harness.status().malformedRecords()).isEqualTo(1);
        }
    }
}
