package io.headwater.reader.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long TICK = 10;

    private final List<String> happened = new ArrayList<>();
    private final TimerWheel wheel = new TimerWheel(TICK, 1_000);

    private final class Named extends TimerWheel.Timer {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        void due() {
            happened.add(name);
        }
    }

    @Test
    void shouldHappenOnceWhenItsTimeHasCome() {
        wheel.set(new Named("a"), 35);
        wheel.turn(1_030);
        assertThat(happened).isEmpty();

        wheel.turn(1_050);
        wheel.turn(20_000);
        assertThat(happened).containsExactly("a");
    }

    @Test
    void shouldForgetWhatIsTakenBackOrSetAnew() {
        Named back = new Named("back");
        Named later = new Named("later");
        wheel.set(back, 20);
        wheel.set(later, 20);
        wheel.set(later, 200);
        wheel.unset(back);

        wheel.turn(1_100);
        assertThat(happened).isEmpty();
        wheel.turn(1_300);
        assertThat(happened).containsExactly("later");
    }

    @Test
    void shouldKeepTimersOfManyTurnsAndSurviveAPause() {
        wheel.set(new Named("far"), 512 * TICK * 3 + 5);
        wheel.set(new Named("near"), 5);
        wheel.turn(1_000 + 512 * TICK * 2);
        assertThat(happened).containsExactly("near");

        wheel.turn(1_000 + 512 * TICK * 9);
        assertThat(happened).containsExactly("near", "far");
    }

    @Test
    void shouldAllowTimersToBeSetAndTakenBackByTimers() {
        Named victim = new Named("victim");
        TimerWheel.Timer again = new TimerWheel.Timer() {
            @Override
            void due() {
                happened.add("again");
                wheel.unset(victim);
                wheel.set(this, 0);
            }
        };
        wheel.set(again, 5);
        wheel.set(victim, 5);

        wheel.turn(1_020);
        wheel.turn(1_040);

        assertThat(happened).contains("again").doesNotContain("victim");
        assertThat(happened.size()).isBetween(2, 4);
    }

    @Test
    void shouldBeLateByATickAtMostAndNeverEarly() {
        Random random = new Random(7);
        long[] due = new long[2_000];
        long[] seen = new long[due.length];
        for (int i = 0; i < due.length; i++) {
            int which = i;
            long in = random.nextInt(20_000);
            due[i] = 1_000 + in;
            wheel.set(
                    new TimerWheel.Timer() {
                        @Override
                        void due() {
                            seen[which] = wheel.now();
                        }
                    },
                    in);
        }
        for (long now = 1_000; now < 30_000; now += TICK) {
            wheel.turn(now);
        }
        for (int i = 0; i < due.length; i++) {
            assertThat(seen[i]).isBetween(due[i], due[i] + 2 * TICK);
        }
    }
}
