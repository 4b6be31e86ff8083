package io.headwater.writer.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.core.Times;
import io.headwater.runtime.http.RequestPath;
import io.headwater.runtime.settings.Durations;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The query of a request, read strictly: a parameter that is not known is refused, since a misspelled {@code dryRun}
 * would be a commit.
 */
final class Parameters {
    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    static Parameters of(Context context, Set<String> known) {
        Map<String, List<String>> values = context.queryParamMap();
        values.forEach((name, given) -> {
            if (!known.contains(name)) {
                throw refused(
                        name,
                        "the parameter " + Names.quoted(name) + " is not known here; allowed: "
                                + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
            }
            if (given.size() > 1) {
                throw refused(name, "the parameter " + name + " is given " + given.size() + " times; allowed: once");
            }
        });
        return new Parameters(values);
    }

    /** The decoded segment of the path at this place, counted from 0. */
    static String segment(Context context, int index) {
        return RequestPath.segments(context.req().getRequestURI()).get(index);
    }

    /** All that are not among these, in one order, told apart whatever is in them. */
    String except(Set<String> names) {
        StringBuilder rest = new StringBuilder();
        new TreeMap<>(values).forEach((name, given) -> {
            if (!names.contains(name)) {
                String value = given.getFirst();
                rest.append(name)
                        .append('=')
                        .append(value.length())
                        .append(':')
                        .append(value)
                        .append('&');
            }
        });
        return rest.toString();
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }

    boolean flag(String name) {
        return switch (text(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, "true or false");
        };
    }

    int limit() {
        return (int) whole("limit", 1, 1_000).orElse(100L).longValue();
    }

    Optional<Long> whole(String name, long least, long most) {
        String allowed = "a whole number from " + least + " to " + most;
        return text(name).map(given -> {
            try {
                long number = Long.parseLong(given);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw invalid(name, allowed);
            }
            throw invalid(name, allowed);
        });
    }

    Optional<Duration> duration(String name, Duration most) {
        String allowed = Durations.ALLOWED + ", at most " + Durations.format(most);
        return text(name).map(given -> {
            try {
                Duration duration = Durations.parse(given);
                if (duration.compareTo(most) <= 0) {
                    return duration;
                }
            } catch (IllegalArgumentException e) {
                throw invalid(name, allowed);
            }
            throw invalid(name, allowed);
        });
    }

    /** A revision, or a time. */
    sealed interface Point {
        record Revision(long revision) implements Point {}

        record Time(Instant time) implements Point {}
    }

    Optional<Point> point(String name) {
        return text(name).map(given -> {
            if (!given.isEmpty() && given.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return new Point.Revision(whole(name, 0, Long.MAX_VALUE).orElseThrow());
            }
            try {
                return new Point.Time(Times.parse(given));
            } catch (DateTimeException e) {
                throw invalid(name, "a revision, or a time as in 2026-11-01T08:30:00Z (a + is %2B in a query)");
            }
        });
    }

    HeadwaterException invalid(String name, String allowed) {
        return refused(
                name, "the parameter " + name + " is " + Names.quoted(text(name).orElse("")) + "; allowed: " + allowed);
    }

    static HeadwaterException refused(String name, String detail) {
        return HeadwaterException.field(ErrorCode.INVALID_PARAMETER, name, detail);
    }
}
