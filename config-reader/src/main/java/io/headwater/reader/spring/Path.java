package io.headwater.reader.spring;

import java.util.ArrayList;
import java.util.List;

/**
 * The way to a property through maps and lists: {@code a.list[0].b}. A bracket with anything but an index in it belongs to the
 * name in front of it, with the dots that it has.
 */
record Path(List<Step> steps) {
    /**
     * One step.
     *
     * @param name of a member; empty for an item of a list
     * @param index of an item; negative for a member
     * @param end where in the property's name the step ends
     */
    record Step(String name, int index, int end) {
        boolean item() {
            return index >= 0;
        }
    }

    Path {
        steps = List.copyOf(steps);
    }

    /** The steps of a property's name; none if it has an empty part, so that it is no path. */
    static Path of(String property) {
        List<Step> steps = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < property.length()) {
            char c = property.charAt(at);
            if (c == '.') {
                if (at == start && !afterItem(steps, at)) {
                    return new Path(List.of());
                }
                addName(property, start, at, steps);
                at++;
                start = at;
            } else if (c == '[') {
                int end = at > start || afterItem(steps, at) ? ListNames.indexEnd(property, at) : 0;
                if (end > 0) {
                    addName(property, start, at, steps);
                    steps.add(new Step("", ListNames.index(property, at, end), end));
                    at = end;
                    start = end;
                } else {
                    at = Math.max(at, property.indexOf(']', at)) + 1;
                }
            } else {
                at++;
            }
        }
        boolean whole = start < property.length() || afterItem(steps, start);
        addName(property, start, property.length(), steps);
        return new Path(whole ? steps : List.of());
    }

    private static boolean afterItem(List<Step> steps, int at) {
        return !steps.isEmpty() && steps.getLast().item() && steps.getLast().end() == at;
    }

    private static void addName(String property, int start, int end, List<Step> to) {
        if (end > start) {
            to.add(new Step(property.substring(start, end), -1, end));
        }
    }
}
