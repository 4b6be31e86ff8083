package io.headwater.writer.commit;

import io.headwater.core.ErrorCode;
import io.headwater.core.FieldError;
import io.headwater.core.HeadwaterException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a request expects of the revision of what it changes, where 0 means that it does not exist.
 *
 * @param revisions any of these will do; empty means any but 0
 * @param status of the refusal: 412 for a header, 409 for {@code expect}
 */
public record Expectation(List<Long> revisions, int status) {
    public Expectation {
        revisions = List.copyOf(revisions);
    }

    /** {@code expect} of a change. */
    public static Expectation expect(long revision) {
        return new Expectation(List.of(revision), 409);
    }

    /** {@code If-Match} with these tags; with none it stands for {@code *}. */
    public static Expectation ifMatch(List<Long> revisions) {
        return new Expectation(revisions, 412);
    }

    /** {@code If-None-Match: *}. */
    public static Expectation ifNoneMatch() {
        return new Expectation(List.of(0L), 412);
    }

    /** Refuses unless every expectation is met. */
    static void checkAll(List<Expectation> expectations, String what, long actual) {
        expectations.forEach(expectation -> expectation.check(what, actual));
    }

    private void check(String what, long actual) {
        boolean met = revisions.isEmpty() ? actual != 0 : revisions.contains(actual);
        if (met) {
            return;
        }
        String expected = revisions.isEmpty()
                ? "any"
                : revisions.stream().map(String::valueOf).collect(Collectors.joining(", "));
        throw new HeadwaterException(
                ErrorCode.CONFLICT,
                status,
                what + " is " + at(actual) + ", not "
                        + (revisions.equals(List.of(0L)) ? at(0) : "at revision " + expected),
                List.of(
                        FieldError.of("expected", ErrorCode.CONFLICT, expected),
                        FieldError.of("actual", ErrorCode.CONFLICT, Long.toString(actual))));
    }

    private static String at(long revision) {
        return revision == 0 ? "absent (revision 0)" : "at revision " + revision;
    }

    /** As a list of one or none, for changes that take at most one. */
    public static List<Expectation> of(Optional<Expectation> one) {
        return one.map(List::of).orElse(List.of());
    }
}
