package io.headwater.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeedsTest {

    @AfterEach
    void forget() {
        System.clearProperty("headwater.seed");
        System.clearProperty("headwater.rounds");
    }

    @Test
    void shouldRunAsManyRoundsAsAskedEachWithItsOwnSeed() {
        System.setProperty("headwater.rounds", "7");
        assertThat(Seeds.seeds().distinct()).hasSize(7);
    }

    @Test
    void shouldRepeatTheRoundOfASeed() {
        System.setProperty("headwater.seed", "42");
        List<Integer> drawn = new ArrayList<>();
        Seeds.each(random -> drawn.add(random.nextInt()));
        Seeds.each(random -> drawn.add(random.nextInt()));
        assertThat(drawn).hasSize(2).containsOnly(Seeds.random(42).nextInt());
        assertThat(Seeds.seeds()).containsExactly(42L);
    }

    @Test
    void shouldNameTheSeedOfAFailure() {
        System.setProperty("headwater.seed", "42");
        assertThatThrownBy(() -> Seeds.each(random -> assertThat(1).isEqualTo(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dheadwater.seed=42");
    }
}
