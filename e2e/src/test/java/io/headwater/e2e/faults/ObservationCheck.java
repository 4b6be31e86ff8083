package io.headwater.e2e.faults;

import io.headwater.core.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds what observers saw against the log, folded to the revision that they were told. */
final class ObservationCheck {
    private final History history;
    private final Map<Place, Optional<Map<String, Value>>> expected = new HashMap<>();

    private record Place(String service, String environment, long revision) {}

    ObservationCheck(History history) {
        this.history = history;
    }

    List<String> check(Observations observations) {
        List<String> wrong = new ArrayList<>(observations.wrong());
        for (Observation seen : observations.all()) {
            if (seen.revision() > history.head()) {
                wrong.add(seen.observer() + " saw revision " + seen.revision() + "; the log ends at " + history.head());
                continue;
            }
            torn(seen, wrong);
            Place place = new Place(seen.service(), seen.environment(), seen.revision());
            Optional<Map<String, Value>> content = expected.computeIfAbsent(place, this::content);
            if (seen.exists() && !content.equals(Optional.of(seen.content()))) {
                wrong.add(seen.observer() + " at " + seen.revision() + ": " + difference(content, seen.content()));
            }
            if (!seen.exists() && (Load.LASTING.contains(seen.environment()) || consumed(seen, content))) {
                wrong.add(seen.observer() + " saw no environment " + seen.environment() + " at " + seen.revision());
            }
        }
        return wrong;
    }

    /** A consumer is told the very revision; whoever asks a reader only knows that it is not older than what he had seen. */
    private static boolean consumed(Observation seen, Optional<Map<String, Value>> content) {
        return seen.observer().startsWith("consumer") && content.isPresent();
    }

    private Optional<Map<String, Value>> content(Place place) {
        Optional<Snapshot> snapshot = history.snapshot(place.service(), place.environment(), place.revision());
        return snapshot.map(Value::config);
    }

    /** Pairs are put in one commit each, so nobody ever sees two halves that differ. */
    private static void torn(Observation seen, List<String> wrong) {
        for (String pair : List.of("near", "wide")) {
            Value x = seen.content().get(pair + ".x");
            Value y = seen.content().get(pair + ".y");
            if (x != null && y != null && !x.json().equals(y.json())) {
                wrong.add(seen.observer() + " at " + seen.revision() + " saw the pair " + pair + " torn: " + x + ", "
                        + y);
            }
        }
    }

    private static String difference(Optional<Map<String, Value>> expected, Map<String, Value> seen) {
        if (expected.isEmpty()) {
            return "there is no such environment";
        }
        Set<String> keys = new HashSet<>(expected.get().keySet());
        keys.addAll(seen.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            Value should = expected.get().get(key);
            Value is = seen.get(key);
            if (should == null || !should.equals(is)) {
                differences.add(key + " is " + is + " and not " + should);
            }
        }
        return String.join(", ", differences);
    }
}
