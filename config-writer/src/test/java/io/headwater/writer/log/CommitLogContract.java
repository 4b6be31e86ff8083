package io.headwater.writer.log;

import static io.headwater.writer.Commits.delete;
import static io.headwater.writer.Commits.environment;
import static io.headwater.writer.Commits.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.EntryId;
import io.headwater.core.JsonText;
import io.headwater.core.Patch;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.writer.Commits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every commit log does. */
public abstract class CommitLogContract {
    private final Commits commits = new Commits();
    private CommitLog log;

    /** An empty log. */
    protected abstract CommitLog create();

    @BeforeEach
    void open() {
        log = create();
    }

    private static CommitFilter filter(String service, String environment, String key, String author) {
        return new CommitFilter(
                Optional.ofNullable(service),
                Optional.ofNullable(environment),
                Optional.ofNullable(key),
                Optional.ofNullable(author),
                Optional.empty(),
                Optional.empty(),
                0,
                Long.MAX_VALUE);
    }

    private List<Long> found(CommitFilter filter, long before, int most) {
        List<Long> found = new ArrayList<>();
        log.newestFirst(filter, before, most, commit -> found.add(commit.revision()));
        return found;
    }

    private void append(LoggedCommit... group) {
        assertThat(log.append(List.of(group))).isInstanceOf(AppendResult.Appended.class);
    }

    @Test
    void shouldBeginEmpty() {
        assertThat(log.head()).isZero();
        assertThat(log.read(0, 10)).isEmpty();
        assertThat(log.commit(1)).isEmpty();
        assertThat(log.revisionAt(Commits.START)).isEmpty();
    }

    @Test
    void shouldGiveBackExactlyWhatWasAppended() {
        EntryId id = EntryId.of("shop", "dev", "a key/with ünïcode \uD83D\uDE00");
        LoggedCommit first = commits.next(environment("dev"));
        LoggedCommit plain = commits.next(
                new Change.Put(
                        id,
                        ValueType.NUMBER,
                        JsonText.parse("10.00"),
                        Patch.set("why"),
                        Patch.set(List.of("x", "y")),
                        Patch.clear()),
                new Change.Put(
                        EntryId.of("_", "_", "b"),
                        ValueType.JSON,
                        JsonText.parse("{\"b\":[1e2,null,\"\\u0000\"]}"),
                        Patch.clear(),
                        Patch.clear(),
                        Patch.keep()),
                delete("shop", "dev", "c"));
        LoggedCommit all = new LoggedCommit(
                plain.commit(),
                plain.id(),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                Optional.of(new Idempotency("actor", "key", "a".repeat(64), true)));
        LoggedCommit gone = commits.next(new Change.DeleteEnvironment("dev"));
        append(first, all, gone);

        assertThat(log.read(0, 10)).containsExactly(first, all, gone);
        assertThat(log.commit(2)).contains(all);
        assertThat(log.read(0, 10))
                .allSatisfy(it -> assertThat(it.commit().intact()).isTrue());
        assertThat(log.findIdempotent("actor", "key")).contains(all);
        assertThat(log.findIdempotent("other", "key")).isEmpty();
    }

    @Test
    void shouldReadOnFromARevisionInOrder() {
        for (int i = 0; i < 5; i++) {
            append(commits.next(put("shop", "_", "a", Integer.toString(i))));
        }
        assertThat(log.head()).isEqualTo(5);
        assertThat(log.read(2, 2)).extracting(LoggedCommit::revision).containsExactly(3L, 4L);
        assertThat(log.read(5, 2)).isEmpty();
    }

    @Test
    void shouldAppendNothingBehindATakenSlot() {
        LoggedCommit first = commits.next(put("shop", "_", "a", "1"));
        append(first);
        Commits others = new Commits();
        LoggedCommit late = others.next(put("shop", "_", "b", "1"));
        LoggedCommit behind = others.next(put("shop", "_", "c", "1"));

        assertThat(log.append(List.of(late, behind))).isInstanceOf(AppendResult.Unclear.class);
        assertThat(log.read(0, 10)).containsExactly(first);
    }

    @Test
    void shouldTakeTheVerySameAgainWithoutHarm() {
        LoggedCommit first = commits.next(put("shop", "_", "a", "1"));
        LoggedCommit second = commits.next(put("shop", "_", "a", "2"));
        append(first);
        assertThat(log.append(List.of(first, second))).isInstanceOf(AppendResult.Unclear.class);
        append(second);
        assertThat(log.read(0, 10)).containsExactly(first, second);
    }

    @Test
    void shouldFindCommitsByWhatTheyChange() {
        append(commits.next(environment("dev")));
        append(commits.nextOf("ann", put("shop", "dev", "a", "1")));
        append(commits.nextOf("bob", put("shop", "_", "a", "1"), put("cart", "dev", "b", "1")));
        append(commits.nextOf("ann", put("_", "dev", "a", "1")));

        assertThat(found(CommitFilter.ALL, 100, 10)).containsExactly(4L, 3L, 2L, 1L);
        assertThat(found(CommitFilter.ALL, 4, 2)).containsExactly(3L, 2L);
        assertThat(found(filter("shop", null, null, null), 100, 10)).containsExactly(3L, 2L);
        assertThat(found(filter("shop", "dev", null, null), 100, 10))
                .as("one change fits both")
                .containsExactly(2L);
        assertThat(found(filter(null, "dev", null, null), 100, 10)).containsExactly(4L, 3L, 2L, 1L);
        assertThat(found(filter(null, null, "a", "ann"), 100, 10)).containsExactly(4L, 2L);
        assertThat(found(filter("_", null, null, null), 100, 10)).containsExactly(4L);
    }

    @Test
    void shouldFindCommitsByTimeAndRevision() {
        for (int i = 0; i < 4; i++) {
            append(commits.next(put("shop", "_", "a", Integer.toString(i))));
        }
        CommitFilter times = new CommitFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Commits.START.plusSeconds(2)),
                Optional.of(Commits.START.plusSeconds(3)),
                0,
                Long.MAX_VALUE);
        CommitFilter revisions = new CommitFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                2,
                3);
        assertThat(found(times, 100, 10)).containsExactly(3L, 2L);
        assertThat(found(revisions, 100, 10)).containsExactly(3L, 2L);
        assertThat(log.revisionAt(Commits.START.plusSeconds(2))).hasValue(2);
        assertThat(log.revisionAt(Commits.START.plusMillis(2_500))).hasValue(2);
        assertThat(log.revisionAt(Commits.START)).isEmpty();
        assertThat(log.revisionAt(Commits.START.plusSeconds(100))).hasValue(4);
    }

    @Test
    void shouldFindWhatTouchesAScopeAndItsEnvironment() {
        append(commits.next(environment("dev")));
        append(commits.next(environment("prod")));
        append(commits.next(put("shop", "dev", "a", "1")));
        append(commits.next(put("shop", "prod", "a", "1"), put("cart", "dev", "a", "1")));
        append(commits.next(new Change.DeleteEnvironment("dev")));

        List<Commit> touching = new ArrayList<>();
        log.touching(new Scope("shop", "dev"), 5, touching::add);
        assertThat(touching).extracting(Commit::revision).containsExactly(1L, 3L, 5L);
        touching.clear();
        log.touching(new Scope("shop", "dev"), 4, touching::add);
        assertThat(touching).extracting(Commit::revision).containsExactly(1L, 3L);
        List<Commit> environments = new ArrayList<>();
        log.environmentCommits(4, environments::add);
        assertThat(environments).extracting(Commit::revision).containsExactly(1L, 2L);
    }

    @Test
    void shouldRememberTheFirstAnswerOnly() {
        Idempotency key = new Idempotency("actor", "key", "a".repeat(64), false);
        assertThat(log.remember(key, 3)).isEqualTo(new CommitLog.Remembered(key, 3));
        assertThat(log.remember(key, 9)).isEqualTo(new CommitLog.Remembered(key, 3));
        assertThat(log.findRemembered("actor", "key")).contains(new CommitLog.Remembered(key, 3));
        assertThat(log.findRemembered("actor", "other")).isEmpty();
    }
}
