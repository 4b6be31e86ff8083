package io.headwater.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private final Crowd crowd = new Crowd();

    @Test
    void shouldExpectNobodyBeforeTheFirstGroup() {
        assertThat(crowd.expected()).isZero();
        assertThat(crowd.patience()).isZero();
    }

    @Test
    void shouldNotKeepTheFewWaiting() {
        crowd.inserted(3, 4, Duration.ofMillis(6));
        assertThat(crowd.expected()).isZero();
    }

    @Test
    void shouldExpectThoseWhoWereAnsweredAndThoseWhoCameMeanwhile() {
        crowd.inserted(32, 30, Duration.ofMillis(8));
        assertThat(crowd.expected()).isEqualTo(62);
        assertThat(crowd.patience()).isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void shouldNotWaitForLongWhenTheLogIsSlow() {
        crowd.inserted(32, 30, Duration.ofSeconds(3));
        assertThat(crowd.patience()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void shouldForgetACrowdThatWentAway() {
        crowd.inserted(64, 0, Duration.ofMillis(8));
        crowd.inserted(1, 0, Duration.ofMillis(4));
        assertThat(crowd.expected()).isZero();
    }
}
