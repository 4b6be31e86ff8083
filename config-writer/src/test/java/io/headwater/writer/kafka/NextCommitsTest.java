package io.headwater.writer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.core.CommitHash;
import io.headwater.writer.Commits;
import io.headwater.writer.TestConfig;
import io.headwater.writer.commit.AnsweredRequests;
import io.headwater.writer.commit.Ledger;
import io.headwater.writer.commit.RecentCommits;
import io.headwater.writer.log.InMemoryCommitLog;
import io.headwater.writer.log.LoggedCommit;
import io.headwater.writer.state.StateHistory;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A relay that is so far behind that the log has to tell it all but the newest commit. */
class NextCommitsTest {
    private final InMemoryCommitLog log = new InMemoryCommitLog();
    private final Ledger ledger =
            new Ledger(log, 1, new StateHistory(1, 1 << 20), new RecentCommits(1), new AnsweredRequests());
    private final Commits commits = new Commits();
    private final LoggedCommit first = commits.next(Commits.put("shop", "_", "a", "1"));
    private final LoggedCommit second = commits.next(Commits.put("shop", "_", "a", "2"));
    private final LoggedCommit third = commits.next(Commits.put("shop", "_", "a", "3"));

    private NextCommits next() {
        return new NextCommits(TestConfig.relay("next", "127.0.0.1:9"), ledger, log, 0, CommitHash.GENESIS);
    }

    private void known(LoggedCommit... appended) {
        log.append(List.of(appended));
        ledger.catchUp();
    }

    @Test
    void shouldGoOnFromTheLastThatWasRelayed() {
        known(first, second);
        NextCommits next = next();
        assertThat(next.batch()).containsExactly(first, second);
        assertThat(next.batch()).as("until it is relayed").containsExactly(first, second);
        next.relayed(second);
        assertThat(next.batch()).isEmpty();
        known(third);
        assertThat(next.batch()).containsExactly(third);
    }

    @Test
    @DisplayName("rule 8: nothing is relayed that this replica has not checked and applied")
    void shouldNotLookBeyondTheLedger() {
        known(first, second);
        log.append(List.of(third));
        assertThat(next().batch()).containsExactly(first, second);
    }

    @Test
    @DisplayName("rule 8: a commit that does not follow the one in the topic halts the relay")
    void shouldHaltOnAnotherHistory() {
        known(first, second, third);
        log.removeLast();
        log.removeLast();
        Commits others = new Commits();
        others.next(Commits.put("shop", "_", "x", "1"));
        log.append(List.of(others.next(Commits.put("shop", "_", "x", "2"))));
        assertThatThrownBy(() -> next().batch())
                .isInstanceOf(RelayHaltedException.class)
                .hasMessageContaining("commit 2")
                .hasMessageContaining(first.commit().hash());
    }

    @Test
    @DisplayName("rule 8: a hole in the log, or its end before what was known, halts the relay")
    void shouldHaltOnAHole() {
        known(first, second, third);
        log.removeLast();
        log.removeLast();
        log.removeLast();
        assertThatThrownBy(() -> next().batch())
                .isInstanceOf(RelayHaltedException.class)
                .hasMessageContaining("commit 1");
        log.append(List.of(second, third));
        assertThatThrownBy(() -> next().batch())
                .isInstanceOf(RelayHaltedException.class)
                .hasMessageContaining("the next one there is 2");
    }
}
