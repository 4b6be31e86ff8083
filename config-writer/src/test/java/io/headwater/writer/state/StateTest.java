package io.headwater.writer.state;

import static io.headwater.writer.Commits.delete;
import static io.headwater.writer.Commits.environment;
import static io.headwater.writer.Commits.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.Change;
import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.Patch;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.writer.Commits;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateTest {
    private static final EntryId KEY = EntryId.of("shop", "dev", "a");

    private final Commits commits = new Commits();
    private State state = State.empty(1);

    private void commit(Change... changes) {
        state = state.after(commits.next(changes).commit());
    }

    @Test
    void shouldKeepDeletionsForWhoeverFillsTheTopicAgain() {
        commit(environment("dev"));
        commit(put("shop", "dev", "a", "1"));
        commit(delete("shop", "dev", "a"));

        assertThat(state.entry(KEY)).isEmpty();
        assertThat(state.stored(KEY)).isEqualTo(new Stored.Deleted(3, Commits.START.plusSeconds(3)));
        assertThat(state.hasEntries("dev")).isFalse();
    }

    @Test
    void shouldLeaveEarlierStatesAsTheyWere() {
        commit(environment("dev"));
        commit(put("shop", "dev", "a", "1"));
        State before = state;
        commit(put("shop", "dev", "a", "2"));

        assertThat(before.entry(KEY).orElseThrow().value().text()).isEqualTo("1");
        assertThat(state.entry(KEY).orElseThrow().value().text()).isEqualTo("2");
        assertThat(state.entry(KEY).orElseThrow().created()).isEqualTo(2);
        assertThat(state.revision()).isEqualTo(3);
        assertThat(state.hash()).isEqualTo(commits.all().getLast().commit().hash());
    }

    @Test
    void shouldForgetEverythingInADeletedEnvironmentAndNothingElse() {
        commit(environment("dev"));
        commit(environment("devel"));
        commit(
                put("shop", "dev", "a", "1"),
                put("_", "dev", "b", "2"),
                put("shop", "devel", "a", "3"),
                put("shop", "_", "a", "4"));
        commit(delete("_", "dev", "b"));
        commit(new Change.DeleteEnvironment("dev"));

        assertThat(state.all().keySet())
                .containsExactly(EntryId.of("shop", "_", "a"), EntryId.of("shop", "devel", "a"));
        assertThat(state.environment("dev")).isEmpty();
        assertThat(state.allEnvironments().get("dev").state().deleted()).isTrue();
        assertThat(state.allEnvironments().get("dev").state().since()).isEqualTo(5);

        commit(environment("dev"));
        assertThat(state.environment("dev").orElseThrow().state().since()).isEqualTo(6);
        commit(new Change.PutEnvironment("dev", 7, true, "changed"));
        assertThat(state.environment("dev").orElseThrow().state().since()).isEqualTo(6);
        assertThat(state.environment("dev").orElseThrow().state().revision()).isEqualTo(7);
    }

    @Test
    void shouldKeepMetadataThatIsNotSpokenOf() {
        JsonText one = JsonText.parse("1");
        commit(new Change.Put(
                KEY, ValueType.INTEGER, one, Patch.set("what for"), Patch.set(List.of("x")), Patch.set("team")));
        commit(new Change.Put(KEY, ValueType.INTEGER, one, Patch.keep(), Patch.clear(), Patch.keep()));

        Stored.Live entry = state.entry(KEY).orElseThrow();
        assertThat(entry.metadata().description()).isEqualTo("what for");
        assertThat(entry.metadata().tags()).isEmpty();
        assertThat(entry.metadata().owner()).isEqualTo("team");
    }

    @Test
    void shouldListOneScopeOnlyFromAKeyOn() {
        commit(environment("dev"));
        commit(put("shop", "dev", "b", "1"), put("shop", "dev", "a", "1"), put("shop", "dev", "c", "1"));
        commit(put("shop-2", "dev", "b", "1"), put("sho", "dev", "b", "1"), put("_", "dev", "b", "1"));

        assertThat(state.scopeFrom(new Scope("shop", "dev"), "b").keySet())
                .containsExactly(EntryId.of("shop", "dev", "b"), EntryId.of("shop", "dev", "c"));
    }

    @Test
    void shouldOrderEnvironmentsByRankThenName() {
        commit(new Change.PutEnvironment("b", 2, false, null));
        commit(new Change.PutEnvironment("c", 1, false, null));
        commit(new Change.PutEnvironment("a", 2, false, null));

        assertThat(state.environments()).extracting(it -> it.state().name()).containsExactly("c", "a", "b");
    }
}
