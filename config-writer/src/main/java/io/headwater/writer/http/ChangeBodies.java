package io.headwater.writer.http;

import io.headwater.core.EntryId;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import io.headwater.core.Names;
import io.headwater.core.Patch;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.writer.commit.Expectation;
import io.headwater.writer.commit.ProposedChange;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts and deletions as people post them. */
final class ChangeBodies {
    static final int DESCRIPTION = 10_000;
    private static final int TAGS = 100;
    private static final int WORD = 255;

    private static final Set<String> ENTRY =
            Set.of("value", "type", "description", "tags", "owner", "merge", "final", "secret");
    private static final Set<String> DELETE = Set.of("op", "service", "environment", "key", "expect");
    private static final Set<String> PUT = union(ENTRY, DELETE);
    private static final Set<String> ENTRY_AND_MESSAGE = union(ENTRY, Set.of("message"));

    private ChangeBodies() {}

    private static Set<String> union(Set<String> some, Set<String> more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return Set.copyOf(all);
    }

    /** The body of a {@code PUT} of one entry. */
    static ProposedChange.Put entry(EntryId id, JsonMembers body, List<Expectation> expectations) {
        body.only(ENTRY_AND_MESSAGE);
        return put(id, body, expectations);
    }

    /** One change of a commit. */
    static ProposedChange change(JsonMembers body) {
        String op = body.requiredString("op");
        body.only(op.equals("delete") ? DELETE : PUT);
        Scope scope = Names.scope(
                body.path() + "service",
                body.requiredString("service"),
                body.path() + "environment",
                body.requiredString("environment"));
        EntryId id = new EntryId(scope, Names.key(body.path() + "key", body.requiredString("key")));
        List<Expectation> expectations =
                Expectation.of(body.whole("expect", 0, Long.MAX_VALUE).map(Expectation::expect));
        return switch (op) {
            case "put" -> put(id, body, expectations);
            case "delete" -> new ProposedChange.Delete(id, body.path(), expectations);
            default -> throw JsonMembers.invalid(body.path() + "op", JsonText.ofString(op), "put or delete");
        };
    }

    private static ProposedChange.Put put(EntryId id, JsonMembers body, List<Expectation> expectations) {
        JsonText value = body.value("value").orElseThrow(() -> body.missing("value", "any JSON value"));
        refuseOverlays(body);
        refuseSecret(id, body);
        return new ProposedChange.Put(
                id,
                body.path(),
                expectations,
                value,
                body.string("type").map(name -> type(body, name)),
                body.patch("description", DESCRIPTION),
                body.patchWords("tags", TAGS, WORD),
                body.patch("owner", WORD));
    }

    private static ValueType type(JsonMembers body, String name) {
        return ValueType.of(name)
                .orElseThrow(() -> JsonMembers.invalid(
                        body.path() + "type",
                        JsonText.ofString(name),
                        Arrays.stream(ValueType.values())
                                .map(ValueType::wireName)
                                .collect(Collectors.joining(", "))));
    }

    /** An override replaces; other ways are not served, and saying nothing of it would be to lie. */
    private static void refuseOverlays(JsonMembers body) {
        Patch<String> merge = body.patch("merge", WORD);
        if (merge instanceof Patch.Set<String> set && !set.value().equals("replace")) {
            throw JsonMembers.invalid(body.path() + "merge", JsonText.ofString(set.value()), "replace");
        }
        if (clearable(body, "final")) {
            throw JsonMembers.invalid(body.path() + "final", JsonText.ofBoolean(true), "false");
        }
    }

    private static void refuseSecret(EntryId id, JsonMembers body) {
        if (!clearable(body, "secret")) {
            return;
        }
        if (id.scope().everyEnvironment()) {
            throw HeadwaterException.field(
                    ErrorCode.SECRET_NEEDS_ENVIRONMENT,
                    body.path() + "secret",
                    id + " would be a secret for every environment; allowed: a secret in one environment");
        }
        throw HeadwaterException.field(
                ErrorCode.NO_ENCRYPTION_KEY,
                body.path() + "secret",
                "the environment " + id.scope().environment() + " has no public key to encrypt a secret to");
    }

    private static boolean clearable(JsonMembers body, String name) {
        Optional<JsonText> value = body.value(name);
        if (value.isEmpty() || value.get().kind() == JsonText.Kind.NULL) {
            return false;
        }
        return body.bool(name).orElse(false);
    }
}
