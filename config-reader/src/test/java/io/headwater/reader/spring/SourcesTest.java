package io.headwater.reader.spring;

import static io.headwater.reader.spring.Layers.layer;
import static io.headwater.reader.spring.Layers.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.reader.view.View;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static List<String> names(List<String> services, View... profiles) {
        return Sources.of(services, Held.of(List.of(profiles), true, true)).stream()
                .map(Source::name)
                .toList();
    }

    @Test
    void shouldPutTheStrongestLayerFirst() {
        View dev = view(
                "dev",
                List.of("shop"),
                layer("_", "_", "a", "1"),
                layer("_", "dev", "b", "2"),
                layer("shop", "_", "c", "3"),
                layer("shop", "dev", "d", "4"));

        List<Source> sources = Sources.of(List.of("shop"), Held.of(List.of(dev), true, true));

        assertThat(sources)
                .extracting(Source::name)
                .containsExactly(
                        "headwater:shop-dev", "headwater:shop", "headwater:application-dev", "headwater:application");
        assertThat(sources)
                .flatExtracting(source -> source.properties().keySet())
                .containsExactly("d", "c", "b", "a");
    }

    @Test
    void shouldLetTheLastProfileAndTheLastApplicationBeTheStrongest() {
        List<String> services = List.of("base", "shop");
        View dev = view(
                "dev",
                services,
                layer("shop", "dev", "a", "1"),
                layer("base", "dev", "a", "1"),
                layer("_", "dev", "a", "1"),
                layer("base", "_", "b", "1"));
        View eu = view(
                "eu",
                services,
                layer("shop", "eu", "a", "1"),
                layer("base", "eu", "a", "1"),
                layer("_", "eu", "a", "1"),
                layer("base", "_", "b", "1"));

        assertThat(names(services, dev, eu))
                .containsExactly(
                        "headwater:shop-eu",
                        "headwater:shop-dev",
                        "headwater:base-eu",
                        "headwater:base-dev",
                        "headwater:base",
                        "headwater:application-eu",
                        "headwater:application-dev");
    }

    @Test
    void shouldGiveWhatIsOfNoProfileWhereNoneExists() {
        View any = view("any", List.of("shop"), layer("shop", "_", "a", "1"), layer("shop", "any", "b", "1"));

        List<Source> sources = Sources.of(List.of("shop"), Held.of(List.of(any), false, true));

        assertThat(sources).extracting(Source::name).containsExactly("headwater:shop");
    }

    @Test
    void shouldGiveAnUnknownApplicationWhatIsForEveryOne() {
        View dev = view("dev", List.of("_"), layer("_", "_", "a", "1"), layer("_", "dev", "b", "1"));

        assertThat(names(List.of(), dev)).containsExactly("headwater:application-dev", "headwater:application");
    }

    @Test
    void shouldNameWhatAClientWouldElseSortBehindWhatItHides() {
        View dev = view(
                "dev",
                List.of("shop"),
                layer("shop", "_", "my-key", "1"),
                layer("_", "dev", "myKey", "2", "other", "2"),
                layer("_", "_", "unrelated", "3"));

        assertThat(names(List.of("shop"), dev))
                .containsExactly(
                        "headwater:shop, before application-dev", "headwater:application-dev", "headwater:application");
    }

    @Test
    void shouldTakeAListForOneThing() {
        View dev = view("dev", List.of("shop"), layer("shop", "_", "list", "[1]"), layer("_", "dev", "list[4]", "2"));

        assertThat(names(List.of("shop"), dev)).first().isEqualTo("headwater:shop, before application-dev");
    }

    @Test
    void shouldCarryTheOrderOnThroughWhatIsMoved() {
        List<String> services = List.of("base", "shop");
        View dev = view(
                "dev",
                services,
                layer("shop", "_", "a", "1"),
                layer("base", "_", "a", "2", "b", "2"),
                layer("_", "dev", "b", "3"));

        assertThat(names(services, dev))
                .containsExactly(
                        "headwater:shop, before application-dev",
                        "headwater:base, before application-dev",
                        "headwater:application-dev");
    }

    @Test
    void shouldKnowThatClientsSortNothingByTheDefaultProfile() {
        View eu = view("eu", List.of("shop"), layer("shop", "eu", "a", "1"));
        View standard = view("default", List.of("shop"), layer("shop", "default", "a", "2"));

        assertThat(names(List.of("shop"), eu, standard))
                .containsExactly("headwater:shop-default, before shop-eu", "headwater:shop-eu");
        assertThat(names(List.of("shop"), standard, eu)).containsExactly("headwater:shop-eu", "headwater:shop-default");
    }
}
