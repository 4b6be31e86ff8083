package io.headwater.writer.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the read tier says of itself. */
public interface ReaderReports {
    /** Nobody reports: there is no Redis to report through. */
    ReaderReports NONE = new ReaderReports() {
        @Override
        public boolean served(Set<String> environments, long revision, Duration within) {
            return false;
        }

        @Override
        public List<Replica> replicas() {
            return List.of();
        }

        @Override
        public Map<String, Long> stored(Set<String> environments) {
            return Map.of();
        }
    };

    /**
     * A reader replica that reported lately.
     *
     * @param revisions what it serves, by environment
     */
    record Replica(String name, Map<String, Long> revisions) {}

    /**
     * Waits until every replica that reported lately serves a revision.
     *
     * @return false if one does not after this time, or if none reported
     */
    boolean served(Set<String> environments, long revision, Duration within) throws InterruptedException;

    /** The replicas that reported lately. */
    List<Replica> replicas();

    /** The revision that Redis holds, by environment, as far as it answers. */
    Map<String, Long> stored(Set<String> environments);
}
