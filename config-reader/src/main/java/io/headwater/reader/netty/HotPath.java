package io.headwater.reader.netty;

import io.headwater.reader.content.Coding;
import io.headwater.reader.content.Format;
import io.headwater.reader.content.ServiceContents;
import io.headwater.reader.serve.ReadMetrics;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.View;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is held in memory and encoded, on the event loop that read the request: it never waits, locks or resolves.
 * Whatever needs more says so. One for each event loop.
 */
final class HotPath {
    private static final byte[] PREFIX = Variant.ascii("/v1/snapshots/");
    private static final int NO_FORM = -1;

    /** What becomes of a request. */
    enum Verdict {
        /** The answer has been written. */
        ANSWERED,
        /** It can perhaps be answered when {@link Preparer} has been asked. */
        PREPARE,
        /** It waits for a change. */
        WAIT,
        /** It is somebody else's. */
        OTHER
    }

    private final Environments environments;
    private final ServiceContents contents;
    private final PreparedCache cache;
    private final ReadMetrics metrics;
    private final FastTimes times;
    private final ReadQuery query;
    private int form;
    private @Nullable Prepared found;
    private byte[] foundTag = new byte[0];

    HotPath(Preparer preparer, PreparedCache cache, ReadMetrics metrics, FastTimes times, Duration longest) {
        this.environments = preparer.environments();
        this.contents = preparer.contents();
        this.cache = cache;
        this.metrics = metrics;
        this.times = times;
        this.query = new ReadQuery(longest);
    }

    /** Whether a path is one of snapshots or lookups. */
    static boolean owns(RequestHead head) {
        int from = head.pathStart;
        return head.pathEnd - from > PREFIX.length
                && Arrays.equals(head.bytes, from, from + PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    /** The parameters of the request that was looked at last. */
    ReadQuery query() {
        return query;
    }

    /** What there is now for a request that waits. */
    Prepared found() {
        return Objects.requireNonNull(found, "nobody waits");
    }

    /** Its tag. */
    byte[] foundTag() {
        return foundTag;
    }

    /** The form that the request that was looked at last wants its body in. */
    int form() {
        return form;
    }

    /**
     * Answers, if that can be done at once.
     *
     * @param fresh has just been prepared for this request; null to look for what was prepared before
     * @param began when the request arrived, as {@link System#nanoTime}
     */
    Verdict answer(RequestHead head, @Nullable Prepared fresh, Answer answer, long began) {
        if (!readForm(head)) {
            return Verdict.OTHER;
        }
        Prepared prepared = fresh == null ? cache.find(head.bytes, head.pathStart, head.pathEnd) : fresh;
        if (prepared == null || !current(prepared)) {
            return Verdict.PREPARE;
        }
        if (prepared.target().key() != null && query.format != null) {
            return Verdict.OTHER;
        }
        Variant variant = prepared.variant(prepared.target().key() == null ? form : 0);
        if (variant == null) {
            return Verdict.PREPARE;
        }
        if (prepared.view().position().revision() < query.minRevision) {
            return Verdict.OTHER;
        }
        RequestHead.Field known = head.ifNoneMatch;
        boolean notModified = known.present() && EntityTagList.names(head.bytes, known.start, known.end, variant.tag());
        if (query.waitNanos >= 0 && (notModified || !known.present())) {
            found = prepared;
            foundTag = variant.tag();
            return Verdict.WAIT;
        }
        write(prepared, variant, notModified, head.head, head.close, answer, began);
        return Verdict.ANSWERED;
    }

    /** Writes an answer and counts it. */
    void write(
            Prepared prepared,
            Variant variant,
            boolean notModified,
            boolean head,
            boolean close,
            Answer answer,
            long began) {
        boolean lookup = prepared.target().key() != null;
        (lookup ? metrics.lookups() : metrics.snapshots()).inc();
        if (notModified) {
            metrics.notModified().inc();
        }
        contents.hit();
        answer.write(prepared, variant, notModified, head, close);
        times.read(lookup, notModified, System.nanoTime() - began);
    }

    private boolean readForm(RequestHead head) {
        form = NO_FORM;
        if (!query.read(head.bytes, head.queryStart, head.queryEnd)) {
            return false;
        }
        RequestHead.Field accepted = head.acceptEncoding;
        Coding coding =
                accepted.present() ? AcceptedCoding.of(head.bytes, accepted.start, accepted.end) : Coding.IDENTITY;
        Format format = query.format;
        form = Forms.of(format == null ? Format.SNAPSHOT : format, coding);
        return true;
    }

    /** Whether what was prepared is what the present view says; brings it there, if nothing of it has changed. */
    // A view is the present one only if it is the same object.
    @SuppressWarnings("ReferenceEquality")
    private boolean current(Prepared prepared) {
        if (environments.known().followed().get(prepared.target().environment()) != prepared.views()) {
            return false;
        }
        View now = prepared.views().current();
        return now == prepared.view() || (now != null && prepared.follow(now));
    }
}
