package io.headwater.reader.view;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How well a part of the source is followed.
 *
 * @param since from when on it has been as it is now, good or bad
 * @param good when it was last known that what is held is what the source has; null if never
 * @param problem why that is not known now; null if it is
 */
public record Contact(
        Instant since, @Nullable Instant good, @Nullable String problem) {
    /** Before the first attempt. */
    static Contact starting(Instant now) {
        return new Contact(now, null, "not read yet");
    }

    Contact worked(Instant now) {
        return new Contact(problem == null ? since : now, now, null);
    }

    Contact failed(Instant now, String why) {
        return new Contact(problem == null ? now : since, good, why);
    }

    /** Whether what is held is as new as the source, as of the last look. */
    public boolean current() {
        return problem == null;
    }

    /** For how long nothing newer can have been seen; zero while all is well. */
    public Duration staleFor(Instant now) {
        return problem == null ? Duration.ZERO : silentFor(now);
    }

    /**
     * The time since it was last known that what is held is what the source has: also while a look takes long, of which
     * nobody knows yet how it will end.
     */
    Duration silentFor(Instant now) {
        return Duration.between(good == null ? since : good, now);
    }
}
