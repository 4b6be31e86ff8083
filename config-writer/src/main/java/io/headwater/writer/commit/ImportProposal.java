package io.headwater.writer.commit;

import io.headwater.core.Change;
import io.headwater.core.EntryId;
import io.headwater.core.ErrorCode;
import io.headwater.core.FieldError;
import io.headwater.core.HeadwaterException;
import io.headwater.core.JsonText;
import io.headwater.core.Names;
import io.headwater.core.Patch;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.writer.imports.ImportedFile;
import io.headwater.writer.state.State;
import io.headwater.writer.state.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a file says, as one commit: only what is different is put. */
public final class ImportProposal implements Proposal {
    private final Scope scope;
    private final ImportedFile file;
    private final boolean replace;

    /**
     * @param scope where documents go that name no profile
     * @param replace whether entries are deleted that the file does not have
     */
    public ImportProposal(Scope scope, ImportedFile file, boolean replace) {
        this.scope = scope;
        this.file = file;
        this.replace = replace;
    }

    @Override
    public Decision judge(State state) {
        requireEnvironment(state);
        Set<Scope> touched = new LinkedHashSet<>();
        Map<EntryId, ImportedFile.Item> items = new LinkedHashMap<>();
        for (ImportedFile.Part part : file.parts()) {
            Scope target = target(part, state);
            touched.add(target);
            part.items().forEach(item -> addOnce(new EntryId(target, item.key()), item, items));
        }
        if (file.parts().isEmpty()) {
            touched.add(scope);
        }
        List<Change> changes = new ArrayList<>();
        items.forEach((id, item) -> {
            Change.Put put = put(id, item, state);
            if (EntryChanges.changes(put, state.entry(id))) {
                changes.add(put);
            }
        });
        if (replace) {
            touched.forEach(one -> state.scopeFrom(one, "").forEach((id, stored) -> {
                if (stored instanceof Stored.Live && !items.containsKey(id)) {
                    changes.add(new Change.Delete(id));
                }
            }));
        }
        return new Decision(changes, false);
    }

    private void requireEnvironment(State state) {
        if (!state.exists(scope)) {
            throw HeadwaterException.field(
                    ErrorCode.NO_SUCH_ENVIRONMENT,
                    "environment",
                    EntryChanges.noSuchEnvironment(scope.environment(), state));
        }
    }

    /** A document for a profile goes to the environment of that name. */
    private Scope target(ImportedFile.Part part, State state) {
        if (part.profile().isEmpty()) {
            return scope;
        }
        ImportedFile.Item profile = part.profile().get();
        String name = profile.value().kind() == JsonText.Kind.STRING
                ? profile.value().plain()
                : profile.value().text();
        if (state.environment(name).isEmpty()) {
            String detail = "line " + profile.line() + ": the profile " + Names.quoted(name)
                    + " is no environment, and lists and expressions of profiles are not taken; "
                    + EntryChanges.noSuchEnvironment(Names.quoted(name), state);
            throw new HeadwaterException(
                    ErrorCode.UNKNOWN_PROFILE,
                    detail,
                    List.of(FieldError.of("line " + profile.line(), ErrorCode.UNKNOWN_PROFILE, detail)));
        }
        return new Scope(scope.service(), name);
    }

    private static void addOnce(EntryId id, ImportedFile.Item item, Map<EntryId, ImportedFile.Item> items) {
        ImportedFile.Item first = items.putIfAbsent(id, item);
        if (first != null && !first.value().equals(item.value())) {
            String detail = "the key " + Names.quoted(id.key()) + " is given in line " + first.line()
                    + " and, with another" + " value, in line " + item.line();
            throw new HeadwaterException(ErrorCode.DUPLICATE_KEY, detail, List.of(given(first), given(item)));
        }
    }

    private static FieldError given(ImportedFile.Item item) {
        return FieldError.of(
                "line " + item.line(),
                ErrorCode.DUPLICATE_KEY,
                "here the value is " + Names.quoted(item.value().text()));
    }

    private static Change.Put put(EntryId id, ImportedFile.Item item, State state) {
        JsonText value = item.untyped() ? asTyped(id, item, state) : item.value();
        ProposedChange.Put proposed = new ProposedChange.Put(
                id, "", List.of(), value, Optional.empty(), Patch.keep(), Patch.keep(), Patch.keep());
        return Change.Put.of(id, EntryTypes.decide(proposed, state), value);
    }

    /** Text from a format that knows nothing else, where the entry is a number or boolean and the text says one. */
    private static JsonText asTyped(EntryId id, ImportedFile.Item item, State state) {
        ValueType type =
                EntryTypes.presentOrOverridden(id, state).map(Stored.Live::type).orElse(ValueType.STRING);
        if (type == ValueType.STRING || type == ValueType.JSON) {
            return item.value();
        }
        try {
            JsonText typed = JsonText.parse(item.value().plain());
            return type.fits(typed) && typed.text().equals(item.value().plain()) ? typed : item.value();
        } catch (HeadwaterException e) {
            return item.value();
        }
    }
}
