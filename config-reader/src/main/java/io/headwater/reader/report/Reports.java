package io.headwater.reader.report;

import java.time.Instant;
import java.util.SortedMap;

/** Where replicas say what they serve. Methods block and throw {@link io.headwater.reader.view.SourceException}. */
public interface Reports {

    /**
     * Replaces what a replica said before.
     *
     * @param now by the replica's clock
     * @param revisions by environment: reads get this commit or a later one
     */
    void publish(String replica, Instant now, SortedMap<String, Long> revisions);

    /** Takes back what a replica said: it is gone. */
    void withdraw(String replica);

    /** Removes what was said before a time, by replicas that are gone and did not say so. */
    void sweep(Instant before);
}
