package io.headwater.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.loadtest.bench.Benches;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchArgumentsTest {
    private static final List<String> KNOWN = List.of("one", "two", "three");

    @Test
    void shouldRunEverythingWhereNothingIsNamed() throws UsageException {
        BenchArguments arguments = parse("bench");

        assertThat(arguments.only()).isEqualTo(KNOWN);
        assertThat(arguments.quick()).isFalse();
        assertThat(arguments.json()).isEmpty();
    }

    @Test
    void shouldTakeNamesAsWordsOrWithCommas() throws UsageException {
        assertThat(parse("bench", "--only", "three,one").only()).containsExactly("one", "three");
        assertThat(parse("bench", "--only", "three", "one", "--quick").only()).containsExactly("one", "three");
        assertThat(parse("bench", "--only", "one", "--only", "two").only()).containsExactly("one", "two");
    }

    @Test
    void shouldTakeAFileForTheReport() throws UsageException {
        assertThat(parse("bench", "--json", "report.json").json()).contains(Path.of("report.json"));
    }

    @Test
    void shouldNameTheBenchesThatThereAre() {
        assertThatThrownBy(() -> parse("bench", "--only", "four"))
                .isInstanceOf(UsageException.class)
                .hasMessage("there is no bench 'four'; there are one, two, three");
        assertThatThrownBy(() -> parse("bench", "--only", "--quick")).hasMessageContaining("one, two, three");
        assertThatThrownBy(() -> parse("bench", "--only", "one,")).hasMessageContaining("there is no bench ''");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThatThrownBy(() -> parse("bench", "--fast")).hasMessageContaining("--fast");
        assertThatThrownBy(() -> parse("bench", "one")).hasMessageContaining("there is no one");
        assertThatThrownBy(() -> parse("bench", "--json")).hasMessageContaining("file");
        assertThatThrownBy(() -> parse()).isInstanceOf(UsageException.class);
    }

    @Test
    void shouldTellEveryBenchInItsUsage() {
        assertThat(BenchArguments.usage(Benches.descriptions())).contains(Benches.names());
    }

    private static BenchArguments parse(String... words) throws UsageException {
        return BenchArguments.parse(words, KNOWN);
    }
}
