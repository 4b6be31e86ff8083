package io.headwater.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitHashTest {
    private static final Instant TIME = Instant.parse("2026-11-01T08:30:00.120Z");
    private static final List<Change> CHANGES = List.of(
            new Change.Put(
                    EntryId.of("payments", "_", "ratio"),
                    ValueType.NUMBER,
                    JsonText.parse("10.0"),
                    Patch.set("say \"hi\"\u0001"),
                    Patch.set(List.of("a", "b")),
                    Patch.clear()),
            new Change.Delete(EntryId.of("_", "dev", "old")),
            new Change.PutEnvironment("dev", 1, false, null),
            new Change.DeleteEnvironment("test"));

    @Test
    void shouldWriteTheDocumentedCanonicalForm() {
        assertThat(CommitHash.canonical(1, TIME, "ann", "first", CHANGES, CommitHash.GENESIS))
                .isEqualTo("{\"previousHash\":\"" + "0".repeat(64)
                        + "\",\"revision\":1,\"time\":\"2026-11-01T08:30:00.120Z\",\"author\":\"ann\",\"message\":\"first\","
                        + "\"changes\":["
                        + "{\"op\":\"put\",\"service\":\"payments\",\"environment\":\"_\",\"key\":\"ratio\",\"type\":\"number\","
                        + "\"value\":\"10.0\",\"description\":\"say \\\"hi\\\"\\u0001\",\"tags\":[\"a\",\"b\"],\"owner\":null},"
                        + "{\"op\":\"delete\",\"service\":\"_\",\"environment\":\"dev\",\"key\":\"old\"},"
                        + "{\"op\":\"put\",\"kind\":\"environment\",\"environment\":\"dev\",\"rank\":1,\"protected\":false},"
                        + "{\"op\":\"delete\",\"kind\":\"environment\",\"environment\":\"test\"}]}");
    }

    /** Checked with {@code sha256sum}: the form above, without a line end. */
    @Test
    void shouldHashItWithSha256() {
        assertThat(CommitHash.of(1, TIME, "ann", "first", List.of(), CommitHash.GENESIS))
                .isEqualTo("4edfb071c68c1ab7d97ffbc2b2a759ef6970952c2bbf7db9148fa038dd2bca6e");
    }

    @Test
    void shouldDependOnEveryPart() {
        Commit commit = Commit.chained(7, TIME, "ann", "first", CHANGES, "ab");
        assertThat(commit.intact()).isTrue();
        assertThat(new Commit(7, TIME, "ann", "other", CHANGES, "ab", commit.hash()).intact())
                .isFalse();
        assertThat(new Commit(7, TIME, "bob", "first", CHANGES, "ab", commit.hash()).intact())
                .isFalse();
        assertThat(new Commit(7, TIME, "ann", "first", CHANGES, "ac", commit.hash()).intact())
                .isFalse();
        assertThat(new Commit(7, TIME, "ann", "first", CHANGES.subList(0, 3), "ab", commit.hash()).intact())
                .isFalse();
    }
}
