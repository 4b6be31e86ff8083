package io.headwater.reader.spring;

import io.headwater.reader.view.View;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an answer is made from.
 *
 * @param profiles the views of the profiles that are environments, from weak to strong
 * @param newest of all views the one that is furthest: it gives what is of no profile
 * @param revision everything up to there is in
 * @param exact whether nothing newer is in; false only if the environments did not meet
 */
record Held(List<View> profiles, View newest, long revision, boolean exact) {
    private static final Comparator<View> FURTHEST =
            Comparator.comparingLong(view -> view.position().revision());

    /** @param views of the profiles, or, if there are none, of any environment */
    static Held of(List<View> views, boolean profiles, boolean exact) {
        View newest = views.stream().max(FURTHEST).orElseThrow();
        long revision = views.stream().min(FURTHEST).orElseThrow().position().revision();
        return new Held(profiles ? List.copyOf(views) : List.of(), newest, revision, exact);
    }

    /** How far each environment is, by name. */
    SortedMap<String, Long> revisions() {
        SortedMap<String, Long> revisions = new TreeMap<>();
        profiles.forEach(
                view -> revisions.put(view.environment(), view.position().revision()));
        return revisions;
    }
}
