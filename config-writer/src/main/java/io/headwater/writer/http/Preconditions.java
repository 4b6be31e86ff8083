package io.headwater.writer.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.writer.commit.Expectation;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers {@code If-Match} and {@code If-None-Match} of calls that write (RFC 9110, 13.1). */
final class Preconditions {
    private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([^\"]*)\"\\s*");
    private static final Pattern REVISION = Pattern.compile("0|[1-9][0-9]{0,17}");

    private Preconditions() {}

    static List<Expectation> of(Context context) {
        List<Expectation> expectations = new ArrayList<>();
        String match = context.header("If-Match");
        if (match != null) {
            expectations.add(
                    match.strip().equals("*") ? Expectation.ifMatch(List.of()) : Expectation.ifMatch(revisions(match)));
        }
        String noneMatch = context.header("If-None-Match");
        if (noneMatch != null) {
            if (!noneMatch.strip().equals("*")) {
                throw refused("If-None-Match", noneMatch, "* (expects that there is none)");
            }
            expectations.add(Expectation.ifNoneMatch());
        }
        return expectations;
    }

    /** For calls that change many things, of which neither header can say which it means: passed over, it would be broken. */
    static void refuse(Context context, String instead) {
        for (String name : List.of("If-Match", "If-None-Match")) {
            if (context.header(name) != null) {
                throw HeadwaterException.field(
                        ErrorCode.INVALID_PRECONDITION, name, "the header " + name + " is not taken here; " + instead);
            }
        }
    }

    private static List<Long> revisions(String header) {
        List<Long> revisions = new ArrayList<>();
        for (String item : header.split(",", -1)) {
            Matcher tag = TAG.matcher(item);
            // A weak tag never matches in If-Match, and ours are all strong.
            if (!tag.matches()
                    || tag.group(1) != null
                    || !REVISION.matcher(tag.group(2)).matches()) {
                throw refused("If-Match", header, "revisions in quotes, as in \"42\", or *");
            }
            revisions.add(Long.parseLong(tag.group(2)));
        }
        return revisions;
    }

    private static HeadwaterException refused(String name, String value, String allowed) {
        return HeadwaterException.field(
                ErrorCode.INVALID_PRECONDITION,
                name,
                "the header " + name + " is " + Names.quoted(value) + "; allowed: " + allowed);
    }

    /** Whether {@code If-None-Match} of a call that reads names this tag. */
    static boolean unmodified(@Nullable String header, String etag) {
        if (header == null) {
            return false;
        }
        for (String item : header.split(",", -1)) {
            String tag = item.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
