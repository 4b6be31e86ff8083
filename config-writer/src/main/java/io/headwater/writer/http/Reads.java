package io.headwater.writer.http;

import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Scope;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.log.LogUnavailableException;
import io.headwater.writer.log.Versions;
import io.headwater.writer.state.State;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state that a call reads: the newest that the log has, or while it does not answer the newest that is held; an older
 * one where the call asks for it.
 */
final class Reads {
    private final Ledger ledger;
    private final Versions versions;
    private final Duration within;

    /** @param within how long to wait for the newest state before what is held has to do */
    Reads(Ledger ledger, Versions versions, Duration within) {
        this.ledger = ledger;
        this.versions = versions;
        this.within = within;
    }

    /** The newest state. */
    State current() {
        return ledger.catchUpWithin(within);
    }

    /** The revision that a call asks for by its cursor or {@code ?at=}, else the newest. */
    long revision(Parameters parameters, Optional<Cursor> cursor) {
        State current = current();
        if (cursor.isPresent()) {
            long revision = cursor.get().revision();
            if (revision > current.revision()) {
                throw parameters.invalid("cursor", "what an earlier page gave");
            }
            return revision;
        }
        return parameters.point("at").map(point -> revision(point, current)).orElseGet(current::revision);
    }

    private long revision(Parameters.Point point, State current) {
        return switch (point) {
            case Parameters.Point.Revision at -> {
                if (at.revision() > current.revision()) {
                    throw new HeadwaterException(
                            ErrorCode.NO_SUCH_COMMIT,
                            "there is no commit " + at.revision() + " yet; the newest is " + current.revision());
                }
                yield at.revision();
            }
            case Parameters.Point.Time at ->
                at.time().isBefore(current.time())
                        ? available(() -> versions.revisionAt(at.time()))
                        : current.revision();
        };
    }

    /** A state in which this scope is as it was at {@code revision}. */
    State at(long revision, Scope scope) {
        State held = ledger.state();
        return held.revision() == revision ? held : available(() -> versions.at(revision, scope));
    }

    /** A state in which the environments are as they were at {@code revision}. */
    State environmentsAt(long revision) {
        State held = ledger.state();
        return held.revision() == revision ? held : available(() -> versions.environmentsAt(revision));
    }

    /** For what an answer to a commit says besides: the commit stands, whether this can be read or not. */
    static <T> Optional<T> ifAvailable(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (HeadwaterException e) {
            return Optional.empty();
        }
    }

    static <T> T available(Supplier<T> read) {
        try {
            return read.get();
        } catch (LogUnavailableException e) {
            throw new HeadwaterException(
                    ErrorCode.UNAVAILABLE,
                    "what is asked for is in the log, which cannot be reached: " + e.getMessage());
        }
    }
}
