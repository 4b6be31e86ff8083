package io.headwater.writer.state;

import static io.headwater.writer.Commits.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.Scope;
import io.headwater.writer.Commits;
import io.headwater.writer.log.InMemoryCommitLog;
import io.headwater.writer.log.Versions;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateHistoryTest {
    private final Commits commits = new Commits();
    private final InMemoryCommitLog log = new InMemoryCommitLog();

    private State fill(StateHistory history, int count) {
        State state = State.empty(1);
        history.add(state, 0);
        for (int i = 1; i <= count; i++) {
            var commit = commits.next(put("shop", "_", "a", Integer.toString(i)));
            log.append(List.of(commit));
            state = state.after(commit.commit());
            history.add(state, 10);
        }
        return state;
    }

    @Test
    void shouldKeepTheNewestByNumberAndByWeight() {
        StateHistory few = new StateHistory(3, 1_000);
        fill(few, 5);
        assertThat(few.at(3)).isPresent();
        assertThat(few.at(2)).isEmpty();
        assertThat(few.at(6)).isEmpty();
    }

    @Test
    void shouldKeepFewerWhereCommitsAreLarge() {
        StateHistory light = new StateHistory(100, 20);
        fill(light, 5);
        assertThat(light.at(4)).isPresent();
        assertThat(light.at(3)).isEmpty();
    }

    @Test
    void shouldFindTheStateOfATime() {
        StateHistory history = new StateHistory(100, 1_000);
        fill(history, 3);
        assertThat(history.at(Commits.START.plusSeconds(2)).orElseThrow().revision())
                .isEqualTo(2);
        assertThat(history.at(Commits.START.plusMillis(2_500)).orElseThrow().revision())
                .isEqualTo(2);
    }

    @Test
    void shouldFoldTheLogWhereAStateIsNoLongerKept() {
        StateHistory history = new StateHistory(1, 1_000);
        fill(history, 5);
        Versions versions = new Versions(log, history);
        Scope scope = new Scope("shop", "_");

        State old = versions.at(2, scope);

        assertThat(old.scopeFrom(scope, "").values())
                .singleElement()
                .isInstanceOfSatisfying(
                        Stored.Live.class,
                        live -> assertThat(live.value().text()).isEqualTo("2"));
        assertThat(versions.revisionAt(Commits.START.plusSeconds(2))).isEqualTo(2);
        assertThat(versions.revisionAt(Commits.START)).isZero();
    }
}
