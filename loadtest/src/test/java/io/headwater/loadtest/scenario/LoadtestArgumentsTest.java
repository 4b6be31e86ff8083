package io.headwater.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.loadtest.UsageException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadtestArgumentsTest {
    @Test
    void shouldRunEverythingQuickly() throws UsageException {
        LoadtestArguments arguments = parse("--quick");

        assertThat(arguments.quick()).isTrue();
        assertThat(arguments.scenarios()).containsExactly(Scenario.values());
        assertThat(arguments.writer()).isEmpty();
    }

    @Test
    void shouldTakeNamesAndLoads() throws UsageException {
        LoadtestArguments arguments = parse("deploy-storm", "--clients", "500", "soak", "--seconds", "60");

        assertThat(arguments.scenarios()).containsExactly(Scenario.DEPLOY_STORM, Scenario.SOAK);
        assertThat(arguments.load()).isEqualTo(Map.of("clients", 500, "seconds", 60));
        assertThat(arguments.quick()).isFalse();
    }

    @Test
    void shouldTakeASystemThatRuns() throws UsageException {
        LoadtestArguments arguments = parse(
                "lookups",
                "--writer",
                "http://127.0.0.1:8080",
                "--reader",
                "http://127.0.0.1:1",
                "--reader",
                "http://127.0.0.1:2");

        assertThat(arguments.writer()).contains(URI.create("http://127.0.0.1:8080"));
        assertThat(arguments.readers())
                .containsExactly(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:2"));
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThatThrownBy(() -> parse()).isInstanceOf(UsageException.class).hasMessageContaining("deploy-storm");
        assertThatThrownBy(() -> parse("storm"))
                .hasMessageContaining("there is no scenario 'storm'; there are lookups, polling");
        assertThatThrownBy(() -> parse("--fast")).hasMessageContaining("there is no --fast");
        assertThatThrownBy(() -> parse("soak", "--rate", "none")).hasMessageContaining("--rate 'none' is no number");
        assertThatThrownBy(() -> parse("soak", "--rate", "0")).hasMessageContaining("above 0");
        assertThatThrownBy(() -> parse("soak", "--rate")).hasMessageContaining("--rate ''");
        assertThatThrownBy(() -> parse("soak", "--writer", "http://127.0.0.1:1"))
                .hasMessageContaining("belong together");
        assertThatThrownBy(() -> parse("soak", "--reader", "http://127.0.0.1:1"))
                .hasMessageContaining("belong together");
        assertThatThrownBy(() -> parse("soak", "--writer", "here")).hasMessageContaining("http://HOST:PORT");
        assertThatThrownBy(() -> parse("soak", "--writer", "::")).hasMessageContaining("http://HOST:PORT");
    }

    @Test
    void shouldTellEveryScenarioInItsUsage() {
        assertThat(LoadtestArguments.usage()).contains(Scenario.names());
    }

    private static LoadtestArguments parse(String... words) throws UsageException {
        String[] all = new String[words.length + 1];
        all[0] = "loadtest";
        System.arraycopy(words, 0, all, 1, words.length);
        return LoadtestArguments.parse(all);
    }
}
