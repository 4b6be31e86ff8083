package io.headwater.writer.commit;

import static io.headwater.writer.Commits.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headwater.core.Change;
import io.headwater.core.Commit;
import io.headwater.core.CommitHash;
import io.headwater.core.EntryId;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import io.headwater.core.Limits;
import io.headwater.core.Patch;
import io.headwater.runtime.metrics.Metrics;
import io.headwater.testkit.time.MutableClock;
import io.headwater.writer.Commits;
import io.headwater.writer.fault.FaultPoints;
import io.headwater.writer.log.AppendResult;
import io.headwater.writer.log.Idempotency;
import io.headwater.writer.log.InMemoryCommitLog;
import io.headwater.writer.log.LogBrokenException;
import io.headwater.writer.log.LoggedCommit;
import io.headwater.writer.state.StateHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of the commit log, played on a log in memory whose appends end as a test says. */
class CommitterTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final AppendResult.Unclear UNCLEAR =
            new AppendResult.Unclear(new IllegalStateException("no answer"));

    private final InMemoryCommitLog log = new InMemoryCommitLog();
    private final MutableClock clock = MutableClock.at("2026-11-01T08:00:00Z");
    private final AtomicReference<FaultPoints> faults = new AtomicReference<>(FaultPoints.NONE);
    private final Ledger ledger =
            new Ledger(log, 1, new StateHistory(1_000, 1 << 20), new RecentCommits(1 << 20), new AnsweredRequests());
    private final Committer committer = new Committer(
            log,
            ledger,
            new CommitSizes(Limits.DEFAULT, 8 << 20),
            clock,
            () -> UUID.randomUUID().toString(),
            new CommitterMetrics(new Metrics()),
            point -> faults.get().at(point),
            100);

    @BeforeEach
    void start() {
        committer.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        committer.stop();
        assertThat(log.all())
                .extracting(LoggedCommit::revision)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, log.all().size()).boxed().toList());
        Commit before = null;
        for (LoggedCommit logged : log.all()) {
            assertThat(logged.commit().intact()).isTrue();
            if (before != null) {
                assertThat(logged.commit().previousHash()).isEqualTo(before.hash());
                assertThat(logged.commit().time()).isAfterOrEqualTo(before.time());
            }
            before = logged.commit();
        }
    }

    private static ProposedChange.Put change(String key, String value, Long expected) {
        return new ProposedChange.Put(
                EntryId.of("shop", "_", key),
                "",
                Expectation.of(Optional.ofNullable(expected).map(Expectation::expect)),
                JsonText.parse(value),
                Optional.empty(),
                Patch.keep(),
                Patch.keep(),
                Patch.keep());
    }

    private static Submission submission(String key, String value, Long expected, Submission.Claim claim) {
        return new Submission(
                "somebody",
                "",
                null,
                Optional.ofNullable(claim),
                new EntryChanges(List.of(change(key, value, expected))));
    }

    private Outcome commit(String key, String value, Long expected) {
        return commit(submission(key, value, expected, null));
    }

    private Outcome commit(Submission submission) {
        try {
            return committer.commit(submission, LONG);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<Outcome> later(String key, String value, Long expected) {
        return CompletableFuture.supplyAsync(
                () -> commit(key, value, expected), task -> Thread.ofVirtual().start(task));
    }

    private static ErrorCode code(CompletableFuture<Outcome> future) {
        try {
            future.join();
            return null;
        } catch (CompletionException e) {
            return ((HeadwaterException) e.getCause()).code();
        }
    }

    /** Another replica's commit, right behind what is in the log. */
    private LoggedCommit others(Change... changes) {
        LoggedCommit last = log.all().isEmpty() ? null : log.all().getLast();
        Commit commit = Commit.chained(
                last == null ? 1 : last.revision() + 1,
                last == null ? Commits.START : last.commit().time(),
                "another",
                "",
                List.of(changes),
                last == null ? CommitHash.GENESIS : last.commit().hash());
        return new LoggedCommit(commit, UUID.randomUUID().toString(), null, Optional.empty());
    }

    @Test
    void shouldSendTogetherWhatWaitsTogether() throws Exception {
        Semaphore held = new Semaphore(0);
        Semaphore reached = new Semaphore(0);
        faults.set(point -> {
            if (point.equals(FaultPoints.BEFORE_INSERT)) {
                reached.release();
                held.acquire();
            }
        });
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        outcomes.add(later("first", "1", null));
        reached.acquire();
        for (int i = 0; i < 30; i++) {
            outcomes.add(later("key" + i, "1", null));
        }
        await().until(() -> committer.waiting() == 30);
        held.release(2);
        outcomes.forEach(CompletableFuture::join);

        assertThat(log.groups()).containsExactly(1, 30);
        assertThat(outcomes).extracting(it -> it.join().revision()).doesNotHaveDuplicates();
    }

    @Test
    void shouldJudgeEachRequestOnTopOfThoseBeforeItInTheGroup() throws Exception {
        Semaphore held = new Semaphore(0);
        Semaphore reached = new Semaphore(0);
        faults.set(point -> {
            if (point.equals(FaultPoints.BEFORE_INSERT)) {
                reached.release();
                held.acquire();
            }
        });
        var first = later("first", "1", null);
        reached.acquire();
        var winner = later("contended", "1", 0L);
        await().until(() -> committer.waiting() == 1);
        var loser = later("contended", "2", 0L);
        await().until(() -> committer.waiting() == 2);
        held.release(10);

        assertThat(first.join().revision()).isEqualTo(1);
        assertThat(winner.join().revision()).isEqualTo(2);
        assertThat(code(loser)).isEqualTo(ErrorCode.CONFLICT);
        assertThat(log.all()).hasSize(2);
    }

    @Test
    void shouldMakeNoCommitWhenNothingChanges() {
        commit("a", "1", null);
        Outcome again = commit("a", "1", null);
        assertThat(again).isEqualTo(new Outcome(1, false, false, false));
        assertThat(log.all()).hasSize(1);
    }

    @Test
    @DisplayName("rule 2: a commit whose answer got lost is read back, acknowledged, and made once")
    void shouldReadBackACommitWhoseAnswerGotLost() {
        log.nextAppend((group, really) -> {
            assertThat(really.get()).isInstanceOf(AppendResult.Appended.class);
            return UNCLEAR;
        });
        assertThat(commit("a", "1", null).revision()).isEqualTo(1);
        assertThat(commit("b", "1", null).revision()).isEqualTo(2);
        assertThat(log.all()).hasSize(2);
    }

    @Test
    @DisplayName("rule 2: an empty slot proves nothing, so the very same documents are inserted again")
    void shouldInsertTheSameAgainWhileTheSlotIsEmpty() {
        List<List<LoggedCommit>> sent = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            log.nextAppend((group, really) -> {
                sent.add(List.copyOf(group));
                return UNCLEAR;
            });
        }
        log.nextAppend((group, really) -> {
            sent.add(List.copyOf(group));
            return really.get();
        });
        assertThat(commit("a", "1", null).revision()).isEqualTo(1);
        assertThat(sent).hasSize(3).allSatisfy(group -> assertThat(group).isEqualTo(sent.getFirst()));
    }

    @Test
    @DisplayName("rule 2: another commit in the slot, and expect is judged again: a conflict")
    void shouldJudgeAgainWhenAnotherTookTheSlot() {
        log.nextAppend((group, really) -> {
            log.append(List.of(others(put("shop", "_", "a", "7"))));
            return really.get();
        });
        assertThatThrownBy(() -> commit("a", "1", 0L)).isInstanceOfSatisfying(HeadwaterException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refusal.errors()).extracting(it -> it.field()).containsExactly("expected", "actual");
            assertThat(refusal.errors()).extracting(it -> it.detail()).containsExactly("0", "1");
        });
        assertThat(log.all())
                .singleElement()
                .satisfies(it -> assertThat(it.commit().author()).isEqualTo("another"));
    }

    @Test
    @DisplayName("rule 2: another commit in the slot, and what fits still is made in the next one")
    void shouldTakeTheNextSlotWhenAnotherTookTheFirst() {
        log.nextAppend((group, really) -> {
            log.append(List.of(others(put("shop", "_", "b", "7"))));
            return really.get();
        });
        assertThat(commit("a", "1", 0L).revision()).isEqualTo(2);
        assertThat(ledger.state().entry(EntryId.of("shop", "_", "b"))).isPresent();
    }

    @Test
    @DisplayName("rule 2: after the deadline the outcome is unknown, and the next group waits until it is not")
    void shouldSayThatTheOutcomeIsUnknown() {
        Semaphore cutOff = new Semaphore(0);
        log.nextAppend((group, really) -> {
            cutOff.acquireUninterruptibly();
            AppendResult lost = really.get();
            assertThat(lost).isInstanceOf(AppendResult.Appended.class);
            return UNCLEAR;
        });
        assertThatThrownBy(() -> committer.commit(submission("a", "1", null, null), Duration.ofMillis(100)))
                .isInstanceOfSatisfying(
                        HeadwaterException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN));
        var next = later("b", "1", null);
        cutOff.release();
        assertThat(next.join().revision()).isEqualTo(2);
        assertThat(log.all()).hasSize(2);
    }

    @Test
    void shouldSayThatNothingWasCommittedWhenTheRequestNeverLeft() throws Exception {
        Semaphore cutOff = new Semaphore(0);
        log.nextAppend((group, really) -> {
            cutOff.acquireUninterruptibly();
            return really.get();
        });
        var first = later("a", "1", null);
        await().until(() -> log.groups().size() == 1);
        assertThatThrownBy(() -> committer.commit(submission("b", "1", null, null), Duration.ofMillis(100)))
                .isInstanceOfSatisfying(
                        HeadwaterException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        cutOff.release();
        assertThat(first.join().revision()).isEqualTo(1);
        assertThat(commit("c", "1", null).revision()).isEqualTo(2);
        assertThat(ledger.state().entry(EntryId.of("shop", "_", "b"))).isEmpty();
    }

    @Test
    void shouldEndARequestThatTheLogRefusesForGood() {
        log.nextAppend((group, really) -> new AppendResult.Refused(0, new IllegalStateException("invalid")));
        assertThatThrownBy(() -> commit("a", "1", null)).hasMessageContaining("refuses");
        assertThat(commit("b", "1", null).revision()).isEqualTo(1);
    }

    @Test
    @DisplayName("rule 3: a replica that is behind does not refuse what is right at the head")
    void shouldCatchUpBeforeItRefuses() {
        log.append(List.of(others(put("shop", "_", "a", "7"))));
        assertThat(ledger.state().revision()).isZero();
        assertThat(commit("a", "8", 1L).revision()).isEqualTo(2);
    }

    @Test
    @DisplayName("rule 3: what is refused at the head is refused")
    void shouldRefuseWhatIsWrongAtTheHead() {
        log.append(List.of(others(put("shop", "_", "a", "7"))));
        assertThatThrownBy(() -> commit("a", "8", 0L)).isInstanceOf(HeadwaterException.class);
        assertThat(ledger.state().revision()).isEqualTo(1);
    }

    @Test
    @DisplayName("rule 3: a verdict does not go out when somebody else caught up while it was made")
    void shouldJudgeAgainWhenAnotherThreadCaughtUpInBetween() {
        commit("a", "1", null);
        EntryChanges sameAsBefore = new EntryChanges(List.of(change("a", "1", null)));
        AtomicBoolean follows = new AtomicBoolean(true);
        Outcome outcome = commit(new Submission("somebody", "", null, Optional.empty(), state -> {
            Decision decision = sameAsBefore.judge(state);
            if (follows.getAndSet(false)) {
                log.append(List.of(others(put("shop", "_", "a", "7"))));
                ledger.catchUp();
            }
            return decision;
        }));
        assertThat(outcome).isEqualTo(new Outcome(3, true, false, false));
        assertThat(value("a")).isEqualTo("1");
    }

    private String value(String key) {
        return ledger.state()
                .entry(EntryId.of("shop", "_", key))
                .orElseThrow()
                .value()
                .text();
    }

    @Test
    @DisplayName("rule 3: when the head cannot be read, nothing is refused for good")
    void shouldNotRefuseForGoodWithoutTheHead() {
        log.readsFail(true);
        assertThatThrownBy(() -> commit("a", "8", 5L))
                .isInstanceOfSatisfying(
                        HeadwaterException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        log.readsFail(false);
    }

    @Test
    @DisplayName("rule 7: commit times never go back")
    void shouldNeverGoBackInTime() {
        commit("a", "1", null);
        clock.set(Instant.parse("2020-01-01T00:00:00Z"));
        commit("a", "2", null);
        assertThat(log.all().getLast().commit().time()).isEqualTo("2026-11-01T08:00:00Z");
    }

    @Test
    void shouldAnswerARepeatedRequestAsTheFirstTime() {
        Submission.Claim claim = new Submission.Claim("key", "f".repeat(64));
        Outcome first = commit(submission("a", "1", null, claim));
        commit("a", "2", null);
        Outcome again = commit(submission("a", "1", null, claim));

        assertThat(first).isEqualTo(new Outcome(1, true, true, false));
        assertThat(again).isEqualTo(new Outcome(1, true, true, true));
        assertThat(log.all()).hasSize(2);
        assertThatThrownBy(() -> commit(submission("a", "3", null, new Submission.Claim("key", "e".repeat(64)))))
                .isInstanceOfSatisfying(
                        HeadwaterException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void shouldKnowARequestThatAnotherReplicaAnswered() {
        Submission.Claim claim = new Submission.Claim("key", "f".repeat(64));
        log.nextAppend((group, really) -> {
            // The very same request, made by another replica in this moment.
            LoggedCommit mine = group.getFirst();
            log.append(List.of(new LoggedCommit(mine.commit(), "another", null, mine.idempotency())));
            return really.get();
        });
        Outcome outcome = commit(submission("a", "1", null, claim));
        assertThat(outcome.repeated()).isTrue();
        assertThat(log.all()).hasSize(1);
    }

    @Test
    void shouldRememberTheAnswerToARequestThatChangedNothing() {
        commit("a", "1", null);
        Submission.Claim claim = new Submission.Claim("key", "f".repeat(64));
        assertThat(commit(submission("a", "1", null, claim)).changed()).isFalse();
        commit("a", "2", null);
        assertThat(commit(submission("a", "1", null, claim))).isEqualTo(new Outcome(1, false, false, true));
        assertThat(value("a")).isEqualTo("2");
    }

    @Test
    void shouldSayThatItDied() throws Exception {
        Semaphore held = new Semaphore(0);
        Semaphore reached = new Semaphore(0);
        var last = CompletableFuture.supplyAsync(
                () -> commit(new Submission("somebody", "", null, Optional.empty(), state -> {
                    reached.release();
                    held.acquireUninterruptibly();
                    throw new StackOverflowError("test");
                })),
                task -> Thread.ofVirtual().start(task));
        reached.acquire();
        var waiting = later("a", "1", null);
        await().until(() -> committer.waiting() == 1);
        assertThat(committer.died()).isEmpty();
        held.release();

        assertThat(code(last)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(code(waiting)).isEqualTo(ErrorCode.UNAVAILABLE);
        await().until(() -> committer.died().isPresent());
        assertThat(code(later("b", "1", null))).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void shouldAnswerAKeyOfOneGroupOnceAlthoughNothingChangedAtFirst() throws Exception {
        commit("a", "1", null);
        Semaphore held = new Semaphore(0);
        Semaphore reached = new Semaphore(0);
        faults.set(point -> {
            if (point.equals(FaultPoints.BEFORE_INSERT)) {
                reached.release();
                held.acquire();
            }
        });
        var before = later("b", "1", null);
        reached.acquire();
        Submission.Claim claim = new Submission.Claim("key", "f".repeat(64));
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (Submission submission : List.of(
                submission("a", "1", null, claim),
                submission("a", "2", null, null),
                submission("a", "1", null, claim),
                submission("a", "3", null, new Submission.Claim("key", "e".repeat(64))))) {
            int waiting = committer.waiting() + 1;
            outcomes.add(CompletableFuture.supplyAsync(
                    () -> commit(submission), task -> Thread.ofVirtual().start(task)));
            await().until(() -> committer.waiting() == waiting);
        }
        held.release(10);

        assertThat(before.join().revision()).isEqualTo(2);
        assertThat(outcomes.get(0).join()).isEqualTo(new Outcome(2, false, false, false));
        assertThat(outcomes.get(1).join().revision()).isEqualTo(3);
        assertThat(outcomes.get(2).join()).isEqualTo(new Outcome(2, false, false, true));
        assertThat(code(outcomes.get(3))).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(value("a")).isEqualTo("2");
    }

    @Test
    void shouldGiveTheAnswerThatAnotherReplicaGaveWhenNothingChanged() {
        commit("a", "1", null);
        Idempotency first = new Idempotency("somebody", "key", "f".repeat(64), false);
        EntryChanges same = new EntryChanges(List.of(change("a", "1", null)));
        Outcome outcome = commit(new Submission(
                "somebody", "", null, Optional.of(new Submission.Claim("key", "f".repeat(64))), state -> {
                    log.remember(first, 0);
                    return same.judge(state);
                }));
        assertThat(outcome).isEqualTo(new Outcome(0, false, false, true));
    }

    @Test
    void shouldSendNoMoreTogetherThanArrivesInTime() throws Exception {
        Semaphore held = new Semaphore(0);
        Semaphore reached = new Semaphore(0);
        faults.set(point -> {
            if (point.equals(FaultPoints.BEFORE_INSERT)) {
                reached.release();
                held.acquire();
            }
        });
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        outcomes.add(later("first", "1", null));
        reached.acquire();
        String half = "\"" + "x".repeat(500_000) + "\"";
        for (int i = 0; i < 20; i++) {
            outcomes.add(later("key" + i, half, null));
        }
        await().until(() -> committer.waiting() == 20);
        held.release(3);
        outcomes.forEach(CompletableFuture::join);
        assertThat(log.groups()).containsExactly(1, 17, 3);
    }

    /** Behind a commit of this replica, as somebody changes it in the log. */
    private void forge() {
        LoggedCommit good = others(put("shop", "_", "b", "7"));
        Commit forged = new Commit(
                good.revision(),
                good.commit().time(),
                "forger",
                "",
                good.commit().changes(),
                good.commit().previousHash(),
                good.commit().hash());
        log.append(List.of(new LoggedCommit(forged, "x", null, Optional.empty())));
    }

    @Test
    @DisplayName("rule 2: a commit that stands is acknowledged although the log breaks behind it")
    void shouldAcknowledgeWhatStandsBeforeTheBreak() {
        log.nextAppend((group, really) -> {
            AppendResult appended = really.get();
            forge();
            assertThatThrownBy(ledger::catchUp).isInstanceOf(LogBrokenException.class);
            return appended;
        });
        try {
            assertThat(commit("a", "1", null).revision()).isEqualTo(1);
            assertThat(code(later("c", "1", null))).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(log.all()).as("nothing behind the break").hasSize(2);
        } finally {
            log.removeLast();
        }
    }

    @Test
    @DisplayName("rule 2: when this replica fails over a commit that is on its way, the outcome is unknown")
    void shouldNotCallACommitNotMadeThatWasOnItsWay() {
        log.nextAppend((group, really) -> {
            var _ = really.get();
            throw new IllegalStateException("test");
        });
        assertThat(code(later("a", "1", null))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(log.all()).hasSize(1);
    }

    @Test
    void shouldWriteNothingAfterAHashThatDoesNotFit() {
        commit("a", "1", null);
        forge();
        try {
            assertThatThrownBy(() -> commit("c", "1", 9L)).isInstanceOfSatisfying(HeadwaterException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(refusal.detail()).contains("commit 2").contains("changed after it was made");
            });
            assertThatThrownBy(() -> commit("c", "1", null)).isInstanceOf(HeadwaterException.class);
            assertThat(ledger.broken()).isPresent();
            assertThat(log.all()).hasSize(2);
        } finally {
            log.removeLast();
        }
    }
}
