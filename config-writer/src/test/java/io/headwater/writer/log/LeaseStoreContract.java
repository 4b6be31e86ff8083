package io.headwater.writer.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of leases does. */
public abstract class LeaseStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-01T08:00:00.123Z");

    private LeaseStore leases;

    protected abstract LeaseStore create();

    @BeforeEach
    void open() {
        leases = create();
    }

    @Test
    void shouldBeTakenByOneOnly() {
        LeaseStore.Held first = new LeaseStore.Held("first", 1, NOW);
        assertThat(leases.read("a")).isEmpty();
        assertThat(leases.replace("a", Optional.empty(), first)).isTrue();
        assertThat(leases.replace("a", Optional.empty(), new LeaseStore.Held("second", 1, NOW)))
                .isFalse();
        assertThat(leases.read("a")).contains(first);
        assertThat(leases.read("b")).isEmpty();
    }

    @Test
    void shouldBeReplacedOnlyIfItIsWhatWasExpected() {
        LeaseStore.Held first = new LeaseStore.Held("first", 1, NOW);
        LeaseStore.Held renewed = new LeaseStore.Held("first", 2, NOW.plusSeconds(1));
        LeaseStore.Held second = new LeaseStore.Held("second", 2, NOW);
        assertThat(leases.replace("a", Optional.of(first), second)).isFalse();
        assertThat(leases.replace("a", Optional.empty(), first)).isTrue();
        assertThat(leases.replace("a", Optional.of(first), renewed)).isTrue();
        assertThat(leases.replace("a", Optional.of(first), second))
                .as("it was renewed meanwhile")
                .isFalse();
        assertThat(leases.read("a")).contains(renewed);
    }
}
