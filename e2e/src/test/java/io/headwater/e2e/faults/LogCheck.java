package io.headwater.e2e.faults;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.CommitHash;
import io.headwater.e2e.faults.Acknowledged.Posted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds the log against what is promised of it: gap-free revisions, an intact chain, times that never go back, every
 * acknowledged commit as it was posted, no request twice. Reads on from where it was at the last time.
 */
final class LogCheck {
    private final CommitReader reader;
    private final History history = new History();
    private final Map<String, Long> revisionByKey = new HashMap<>();

    LogCheck(CommitReader reader) {
        this.reader = reader;
    }

    History history() {
        return history;
    }

    /** Reads on. @return what is wrong */
    List<String> readOn() {
        List<String> wrong = new ArrayList<>();
        for (CommitReader.Logged logged : reader.after(history.head())) {
            Commit commit = logged.commit();
            long head = history.head();
            String previous =
                    head == 0 ? CommitHash.GENESIS : history.commit(head).hash();
            Instant time = head == 0 ? Instant.EPOCH : history.commit(head).time();
            if (commit.revision() != head + 1) {
                wrong.add("the log goes from " + head + " to " + commit.revision());
                return wrong;
            }
            if (!commit.previousHash().equals(previous) || !commit.intact()) {
                wrong.add("the chain is broken at " + commit.revision());
            }
            if (commit.time().isBefore(time)) {
                wrong.add("time goes back at " + commit.revision());
            }
            if (!logged.idempotencyKey().isEmpty()) {
                Long other = revisionByKey.put(logged.idempotencyKey(), commit.revision());
                if (other != null) {
                    wrong.add("the request " + logged.idempotencyKey() + " was committed as " + other + " and as "
                            + commit.revision());
                }
            }
            history.add(commit);
        }
        return wrong;
    }

    /** Holds the log against what clients were told. */
    List<String> check(Load load) {
        List<String> wrong = new ArrayList<>();
        Acknowledged acknowledged = load.acknowledged();
        Map<String, Long> told = new HashMap<>();
        for (Acknowledged.Commit commit : acknowledged.commits()) {
            told.put(commit.idempotencyKey(), commit.revision());
            if (commit.revision() > history.head()) {
                wrong.add(
                        "the acknowledged commit " + commit.revision() + " is lost; the log ends at " + history.head());
            } else if (!commit.changes().isEmpty()
                    && !posted(history.commit(commit.revision())).equals(commit.changes())) {
                wrong.add("commit " + commit.revision() + " was acknowledged as " + commit.changes() + " and is "
                        + posted(history.commit(commit.revision())));
            }
        }
        acknowledged.doubtful().forEach((key, what) -> wrong.add("nobody said what became of " + key + ": " + what));
        revisionByKey.forEach((key, revision) -> {
            if (key.startsWith(load.first().replace("-a", "-")) && !revision.equals(told.get(key))) {
                wrong.add("commit " + revision + " is of the request " + key + ", which was told " + told.get(key));
            }
        });
        load.counted().forEach((key, count) -> counter(load.first(), key, count, wrong));
        return wrong;
    }

    private static List<Posted> posted(Commit commit) {
        List<Posted> posted = new ArrayList<>();
        for (Change change : commit.changes()) {
            if (change instanceof Change.OfEntry entry) {
                String value = change instanceof Change.Put put ? put.value().text() : "";
                posted.add(new Posted(
                        entry.id().scope().service(),
                        entry.id().scope().environment(),
                        entry.id().key(),
                        value));
            }
        }
        return posted;
    }

    /** Counted 1, 2, 3, … by as many commits as clients were told that they made. */
    private void counter(String service, String key, AtomicLong counted, List<String> wrong) {
        long value = 0;
        for (Commit commit : history.commits()) {
            for (Posted posted : posted(commit)) {
                if (posted.service().equals(service) && posted.key().equals(key)) {
                    value++;
                    if (!posted.value().equals(Long.toString(value))) {
                        wrong.add(key + " became " + posted.value() + " instead of " + value + " at "
                                + commit.revision());
                    }
                }
            }
        }
        if (value != counted.get()) {
            wrong.add(key + " was counted up " + value + " times, and clients were told " + counted);
        }
    }
}
