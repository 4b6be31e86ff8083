package io.headwater.writer.kafka;

import io.headwater.writer.commit.Ledger;
import io.headwater.writer.log.CommitLog;
import io.headwater.writer.log.LoggedCommit;
import java.util.ArrayList;
import java.util.List;

/**
 * The commits to relay, in order, from memory or, where the relay is far behind, from the log. Each must follow the one
 * before it, down to the one that the topic ends with: what is in the topic cannot be taken back, so nothing is sent there
 * that this replica has not checked itself.
 */
final class NextCommits {
    private final RelaySettings settings;
    private final Ledger ledger;
    private final CommitLog log;
    private long revision;
    private String hash;

    /**
     * @param revision the last commit in the topic
     * @param hash of that commit
     */
    NextCommits(RelaySettings settings, Ledger ledger, CommitLog log, long revision, String hash) {
        this.settings = settings;
        this.ledger = ledger;
        this.log = log;
        this.revision = revision;
        this.hash = hash;
    }

    /** The last commit that was relayed. */
    long revision() {
        return revision;
    }

    /**
     * The commits of the next batch, none of which the ledger does not have yet. The same again until they are
     * {@link #relayed}.
     *
     * @throws RelayHaltedException if the log has another history, or a hole
     */
    List<LoggedCommit> batch() {
        long head = ledger.state().revision();
        List<LoggedCommit> commits = ledger.recent().after(revision, settings.mostCommits());
        boolean fromLog = commits.isEmpty() && head > revision;
        if (fromLog) {
            commits = log.read(revision, settings.mostCommits());
            if (commits.isEmpty()) {
                throw halted(revision + 1, "the log ends before it, and had commit " + head);
            }
        }
        List<LoggedCommit> batch = new ArrayList<>();
        long bytes = 0;
        long lastRevision = revision;
        String lastHash = hash;
        for (LoggedCommit commit : commits) {
            bytes += commit.weight();
            if (commit.revision() > head || (!batch.isEmpty() && bytes > settings.mostBytes())) {
                break;
            }
            check(commit, lastRevision, lastHash, fromLog);
            batch.add(commit);
            lastRevision = commit.revision();
            lastHash = commit.commit().hash();
        }
        return batch;
    }

    private static void check(LoggedCommit commit, long lastRevision, String lastHash, boolean fromLog) {
        if (commit.revision() != lastRevision + 1) {
            throw halted(lastRevision + 1, "it is missing, and the next one there is " + commit.revision());
        }
        if (!commit.commit().previousHash().equals(lastHash)) {
            throw halted(
                    commit.revision(),
                    "it names " + commit.commit().previousHash() + " as the hash of the one before it, which has "
                            + lastHash);
        }
        // Those in memory were checked, or made, when they came there.
        if (fromLog && !commit.commit().intact()) {
            throw halted(commit.revision(), "its content was changed after it was made");
        }
    }

    private static RelayHaltedException halted(long revision, String found) {
        return new RelayHaltedException("commit " + revision + " in MongoDB does not follow what was relayed: " + found
                + ". Nothing is written to Kafka; compare the collection commits with a backup");
    }

    /** The batch that ends with this commit is in the topic. */
    void relayed(LoggedCommit last) {
        revision = last.revision();
        hash = last.commit().hash();
    }
}
