package io.headwater.writer.commit;

import io.headwater.writer.log.LoggedCommit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The newest commits, for whoever follows closely. Bounded by memory. Safe for use by several threads. */
public final class RecentCommits {
    private final long mostWeight;
    private final TreeMap<Long, LoggedCommit> commits = new TreeMap<>();
    private long weight;

    /** @param mostWeight about how many bytes they may take together */
    public RecentCommits(long mostWeight) {
        this.mostWeight = mostWeight;
    }

    synchronized void add(LoggedCommit commit) {
        commits.put(commit.revision(), commit);
        weight += commit.weight();
        while (weight > mostWeight && commits.size() > 1) {
            weight -= commits.pollFirstEntry().getValue().weight();
        }
    }

    /** A commit, if it is still held. */
    public synchronized Optional<LoggedCommit> commit(long revision) {
        return Optional.ofNullable(commits.get(revision));
    }

    /**
     * The commits that follow {@code revision}, ascending; none if the first of them is no longer held.
     *
     * @param most how many at most
     */
    public synchronized List<LoggedCommit> after(long revision, int most) {
        if (!commits.containsKey(revision + 1)) {
            return List.of();
        }
        List<LoggedCommit> following = new ArrayList<>();
        for (LoggedCommit commit : commits.tailMap(revision + 1).values()) {
            if (following.size() == most) {
                break;
            }
            following.add(commit);
        }
        return following;
    }
}
