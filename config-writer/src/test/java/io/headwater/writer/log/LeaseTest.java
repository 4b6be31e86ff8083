package io.headwater.writer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration DURATION = Duration.ofSeconds(10);

    private final Map<String, LeaseStore.Held> stored = new HashMap<>();
    private boolean answersGetLost;
    private boolean answersFail;
    private long nanos;
    private Instant time = Instant.parse("2026-11-01T08:00:00Z");

    private final LeaseStore store = new LeaseStore() {
        @Override
        public Optional<Held> read(String name) {
            return Optional.ofNullable(stored.get(name));
        }

        @Override
        public boolean replace(String name, Optional<Held> expected, Held with) {
            if (!read(name).equals(expected)) {
                return false;
            }
            stored.put(name, with);
            if (answersFail) {
                throw new LogUnavailableException("no answer", new IllegalStateException("test"));
            }
            return !answersGetLost;
        }
    };

    private final Lease first = lease("first", Duration.ZERO);
    private final Lease second = lease("second", Duration.ZERO);

    private Lease lease(String owner, Duration skew) {
        return new Lease(store, "relay", owner, DURATION, () -> time.plus(skew), () -> nanos);
    }

    private void pass(Duration duration) {
        nanos += duration.toNanos();
        time = time.plus(duration);
    }

    @Test
    void shouldBeHeldByOneOnly() {
        assertThat(first.acquire()).isTrue();
        assertThat(second.acquire()).isFalse();
        assertThat(first.held()).isTrue();
        assertThat(second.held()).isFalse();
    }

    @Test
    void shouldStayWithWhoeverRenewsIt() {
        assertThat(first.acquire()).isTrue();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(6));
            assertThat(first.acquire()).isTrue();
            assertThat(second.acquire()).isFalse();
        }
    }

    @Test
    void shouldPassToAnotherAfterItsDuration() {
        assertThat(first.acquire()).isTrue();
        pass(Duration.ofSeconds(11));
        assertThat(first.held()).as("by its own clock, before anybody says so").isFalse();
        assertThat(second.acquire()).isTrue();
        assertThat(first.acquire()).isFalse();
    }

    @Test
    void shouldPassAtOnceWhenGivenBack() {
        assertThat(first.acquire()).isTrue();
        first.release();
        assertThat(second.acquire()).isTrue();
    }

    @Test
    void shouldPassToAWatcherWhoseClockIsFarBehind() {
        Lease behind = lease("behind", Duration.ofHours(-1));
        assertThat(first.acquire()).isTrue();
        assertThat(behind.acquire()).isFalse();
        pass(Duration.ofSeconds(11));
        assertThat(behind.acquire()).isTrue();
    }

    @Test
    void shouldStillBeHeldWhenTheAnswerToARenewalGotLost() {
        assertThat(first.acquire()).isTrue();
        answersGetLost = true;
        assertThat(first.acquire()).isTrue();
    }

    private void renewWithoutAnAnswer() {
        answersFail = true;
        assertThatThrownBy(first::acquire).isInstanceOf(LogUnavailableException.class);
        answersFail = false;
        pass(Duration.ofSeconds(3));
    }

    @Test
    void shouldStillBeHeldWhenARenewalFailedThatCameToTheStore() {
        assertThat(first.acquire()).isTrue();
        renewWithoutAnAnswer();
        assertThat(first.acquire()).isTrue();
        renewWithoutAnAnswer();
        answersGetLost = true;
        assertThat(first.acquire()).isTrue();
        assertThat(second.acquire()).isFalse();
        pass(Duration.ofSeconds(9));
        assertThat(first.held()).isTrue();
    }

    @Test
    void shouldPassAtOnceWhenGivenBackAfterARenewalThatFailed() {
        assertThat(first.acquire()).isTrue();
        renewWithoutAnAnswer();
        first.release();
        assertThat(second.acquire()).isTrue();
    }

    @Test
    void shouldNotTakeBackWhatItForgotBeforeItRanOut() {
        assertThat(first.acquire()).isTrue();
        first.forget();
        assertThat(first.held()).isFalse();
        assertThat(first.acquire()).isFalse();
        pass(Duration.ofSeconds(11));
        assertThat(first.acquire()).isTrue();
    }
}
