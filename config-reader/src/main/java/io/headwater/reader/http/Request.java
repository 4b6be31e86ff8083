package io.headwater.reader.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.reader.content.Coding;
import io.headwater.reader.content.Format;
import io.headwater.runtime.http.RequestPath;
import io.headwater.runtime.settings.Durations;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request asks for, checked. Parameters that are not known are passed over. */
final class Request {
    static final String LAST_EVENT_ID = "Last-Event-ID";
    static final String EPOCH = "Headwater-Epoch";

    private static final int FIRST_NAME = 2;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    private final Context context;
    private final List<String> segments;
    private final Duration longest;

    /**
     * @param longest no request may wait longer
     * @throws HeadwaterException if the path is malformed
     */
    Request(Context context, Duration longest) {
        this.context = context;
        this.segments = RequestPath.segments(context.req().getRequestURI());
        this.longest = longest;
    }

    String service() {
        return Names.service("service", segment(FIRST_NAME));
    }

    String environment() {
        return Names.environment("environment", segment(FIRST_NAME + 1));
    }

    String key() {
        return Names.key("key", segment(FIRST_NAME + 2));
    }

    private String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    /** The revision that the answer has to include; 0 for any. */
    long minRevision() {
        return revision("min-revision", parameter("min-revision")).orElse(0L);
    }

    /** The event that the subscriber has seen last. */
    Optional<Long> lastEventId() {
        return revision(LAST_EVENT_ID, context.header(LAST_EVENT_ID));
    }

    /** The history that {@link #lastEventId} belongs to, if the subscriber says so. */
    Optional<Long> epoch() {
        return revision(EPOCH, context.header(EPOCH));
    }

    private static Optional<Long> revision(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            if (digits) {
                return Optional.of(Long.parseLong(text));
            }
        } catch (NumberFormatException e) {
            throw notARevision(name, text);
        }
        throw notARevision(name, text);
    }

    private static HeadwaterException notARevision(String name, String text) {
        return invalid(name, text, "a revision: a whole number from 0 to " + Long.MAX_VALUE);
    }

    /** How long to wait for {@link #minRevision}. */
    Duration timeout() {
        return duration("timeout").orElse(DEFAULT_TIMEOUT.compareTo(longest) < 0 ? DEFAULT_TIMEOUT : longest);
    }

    /** How long to wait for a change; empty to answer at once. */
    Optional<Duration> longPoll() {
        return duration("wait");
    }

    private Optional<Duration> duration(String name) {
        String text = parameter(name);
        if (text == null) {
            return Optional.empty();
        }
        String allowed = Durations.ALLOWED + ", at most " + Durations.format(longest);
        try {
            Duration duration = Durations.parse(text);
            if (duration.compareTo(longest) <= 0) {
                return Optional.of(duration);
            }
        } catch (IllegalArgumentException e) {
            throw invalid(name, text, allowed);
        }
        throw invalid(name, text, allowed);
    }

    Format format() {
        String name = parameter("format");
        return name == null
                ? Format.SNAPSHOT
                : Format.named(name)
                        .orElseThrow(() -> invalid("format", name, "one of " + Format.allowed() + ", or no format"));
    }

    private @Nullable String parameter(String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw HeadwaterException.field(
                    ErrorCode.INVALID_PARAMETER,
                    name,
                    "the parameter " + name + " is given " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static HeadwaterException invalid(String name, String text, String allowed) {
        return HeadwaterException.field(
                ErrorCode.INVALID_PARAMETER, name, name + " " + Names.quoted(text) + " is not " + allowed);
    }

    /** What the reader has; may be empty. */
    List<String> ifNoneMatch() {
        return Collections.list(context.req().getHeaders("If-None-Match"));
    }

    /** The best coding that the reader takes. */
    Coding coding() {
        Optional<Boolean> named = Optional.empty();
        boolean any = false;
        for (String header : Collections.list(context.req().getHeaders("Accept-Encoding"))) {
            for (String offer : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                String[] parts = offer.strip().split("\\s*;\\s*", -1);
                boolean taken = parts.length == 1 || !parts[1].matches("q=0(\\.0{0,3})?");
                if (parts[0].equals("gzip")) {
                    named = Optional.of(taken);
                } else if (parts[0].equals("*")) {
                    any = taken;
                }
            }
        }
        return named.orElse(any) ? Coding.GZIP : Coding.IDENTITY;
    }
}
