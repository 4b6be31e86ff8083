package io.headwater.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.runtime.health.Health;
import io.headwater.runtime.health.HealthReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Health health = new Health();
    private final Lifecycle lifecycle = new Lifecycle(health);

    @Test
    void shouldStartInOrderAndStopInReverseAfterDrainingAll() throws Exception {
        lifecycle.add(new Part("a"));
        lifecycle.add(new Part("b"));

        lifecycle.start();
        assertThat(health.report().status()).isEqualTo(HealthReport.Status.READY);
        lifecycle.stop();

        assertThat(calls).containsExactly("start a", "start b", "drain b", "drain a", "stop b", "stop a");
        assertThat(health.report().status()).isEqualTo(HealthReport.Status.DRAINING);
    }

    @Test
    void shouldStopWhatWasStartedWhenAStartFails() {
        Part broken = new Part("broken") {
            @Override
            public void start() {
                throw new StartRefusedException("no");
            }
        };
        lifecycle.add(new Part("a"));
        lifecycle.add(broken);
        lifecycle.add(new Part("never"));

        assertThatThrownBy(lifecycle::start).hasMessage("no");

        assertThat(calls).containsExactly("start a", "drain broken", "drain a", "stop broken", "stop a");
        assertThat(health.report().ready()).isFalse();
    }

    @Test
    void shouldLeaveBehindWhatDoesNotStop() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Part stuck = new Part("stuck") {
            @Override
            public void stop() {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        };
        Part failing = new Part("failing") {
            @Override
            public void drain() {
                throw new IllegalStateException("cannot drain");
            }
        };
        Lifecycle bounded = new Lifecycle(health, Duration.ofMillis(400));
        bounded.add(new Part("first"));
        bounded.add(failing);
        bounded.add(stuck);
        bounded.start();

        long before = System.nanoTime();
        bounded.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        interrupted.await();
        assertThat(calls).contains("stop failing", "stop first");
    }

    @Test
    void shouldStopOnceHoweverOftenItIsAsked() throws Exception {
        lifecycle.add(new Part("a"));
        lifecycle.start();

        lifecycle.stop();
        lifecycle.stop();
        lifecycle.awaitStopped();

        assertThat(calls).containsExactly("start a", "drain a", "stop a");
    }

    @Test
    void shouldStopWhenAComponentCannotGoOn() throws Exception {
        lifecycle.add(new Part("a"));
        lifecycle.start();

        lifecycle.fail(new StartRefusedException("another topic"));
        lifecycle.fail(new IllegalStateException("later"));
        lifecycle.awaitStopped();

        assertThat(lifecycle.failure())
                .hasValueSatisfying(cause -> assertThat(cause).hasMessage("another topic"));
        assertThat(calls).endsWith("stop a");
    }

    private class Part implements Component {

        private final String name;

        Part(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            calls.add("start " + name);
        }

        @Override
        public void drain() {
            calls.add("drain " + name);
        }

        @Override
        public void stop() {
            calls.add("stop " + name);
        }
    }
}
