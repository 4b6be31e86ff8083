package io.headwater.reader.spring;

import io.headwater.core.Layer;
import io.headwater.core.Scope;
import io.headwater.reader.view.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The property sources of an answer, the strongest first: of each application its profiles from the last to the first, then
 * its own; behind the applications the same of what is for every one. So a single profile gives the order of
 * {@link Scope#layersOf}.
 *
 * <p>A client of Spring's does not keep this order: it moves to the front every source whose name has {@code -} and an active
 * profile in it. Where that would change a value, because a source that is of no profile hides something of one that is,
 * its name says behind a comma in front of which one it stands; that moves it too.
 *
 * @see <a href="https://github.com/spring-cloud/spring-cloud-config">ConfigServerConfigDataLoader of the client</a>
 */
final class Sources {
    private static final String ORIGIN = "headwater:";
    /** Which clients never take for a profile in the name of a source. */
    private static final String DEFAULT = "default";

    private Sources() {}

    /**
     * @param held the views of the profiles that exist, from weak to strong, and of at least one environment
     */
    static List<Source> of(List<String> services, Held held) {
        Flattening flattening = new Flattening();
        List<Source> sources = new ArrayList<>();
        for (String service : services.reversed()) {
            for (View view : held.profiles().reversed()) {
                add(Source.of(service, view.environment(), layer(view, service, 3), flattening), sources);
            }
            add(Source.of(service, "", layer(held.newest(), service, 2), flattening), sources);
        }
        String any = services.isEmpty() ? Scope.EVERY : services.getFirst();
        for (View view : held.profiles().reversed()) {
            add(Source.of(Source.EVERY_APPLICATION, view.environment(), layer(view, any, 1), flattening), sources);
        }
        add(Source.of(Source.EVERY_APPLICATION, "", layer(held.newest(), any, 0), flattening), sources);
        return named(sources);
    }

    private static void add(Source source, List<Source> to) {
        if (!source.properties().isEmpty()) {
            to.add(source);
        }
    }

    /** @param strength where in {@link Scope#layersOf} */
    private static Layer layer(View view, String service, int strength) {
        return Objects.requireNonNull(view.layersOf(service), "the view does not hold the service")
                .get(strength);
    }

    private static List<Source> named(List<Source> sources) {
        List<Source> named = new ArrayList<>();
        // What clients move to the front, and which source has it.
        Map<String, String> moved = new HashMap<>();
        for (Source source : sources.reversed()) {
            boolean moves = !source.profile().isEmpty() && !source.profile().equals(DEFAULT);
            String name = source.name();
            if (!moves) {
                for (String property : source.properties().keySet()) {
                    String hidden = moved.get(relaxed(property));
                    if (hidden != null) {
                        name = name + ", before " + hidden;
                        moves = true;
                        break;
                    }
                }
            }
            if (moves) {
                String other = name.substring(name.lastIndexOf(' ') + 1);
                source.properties().keySet().forEach(property -> moved.put(relaxed(property), other));
            }
            named.add(source.named(ORIGIN + name));
        }
        Collections.reverse(named);
        return named;
    }

    /** Names that Spring takes for the same have the same here, and so have all items of a list. */
    private static String relaxed(String property) {
        return ListNames.whole(property)
                .toLowerCase(Locale.ROOT)
                .replace("-", "")
                .replace("_", "");
    }
}
