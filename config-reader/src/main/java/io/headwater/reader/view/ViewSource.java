package io.headwater.reader.view;

import java.util.Optional;

/**
 * Where views come from: the materialized state that the sink keeps in Redis. Methods block; safe for use by several
 * threads. All throw {@link SourceException} when the source does not answer.
 */
public interface ViewSource {

    /** The environments that exist; empty as long as nothing has been materialized. */
    Optional<Catalog> catalog();

    /** Reads from one environment, atomically and bounded: see {@link Page}. */
    Page read(Page.Request request);

    /**
     * Calls {@code bell} whenever an environment may have changed. Bells get lost, so a timer has to look as well.
     *
     * @param environment its name, or {@link io.headwater.core.Scope#EVERY} for the catalog
     * @param bell must not block; called by a thread of the source
     * @return stops it
     */
    Subscription listen(String environment, Runnable bell);

    /** Something that can be ended. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
