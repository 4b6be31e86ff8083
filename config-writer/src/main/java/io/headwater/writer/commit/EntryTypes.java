package io.headwater.writer.commit;

import io.headwater.core.EntryId;
import io.headwater.core.ErrorCode;
import io.headwater.core.HeadwaterException;
import io.headwater.core.Names;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.writer.state.State;
import io.headwater.writer.state.Stored;
import java.util.List;
import java.util.Optional;

/** Decides the type of a value: the one that was said, else the present or overridden entry's, else the narrowest. */
final class EntryTypes {
    private EntryTypes() {}

    static ValueType decide(ProposedChange.Put put, State state) {
        if (put.type().isPresent()) {
            ValueType said = put.type().get();
            if (!said.fits(put.value())) {
                throw HeadwaterException.field(
                        ErrorCode.TYPE_MISMATCH,
                        put.path() + "value",
                        "the value of " + put.id() + ", "
                                + Names.quoted(put.value().text()) + ", has not the type " + said.wireName()
                                + "; allowed: " + said.allowed());
            }
            return said;
        }
        return presentOrOverridden(put.id(), state)
                .map(Stored.Live::type)
                .filter(type -> type.fits(put.value()))
                .orElseGet(() -> ValueType.infer(put.value()));
    }

    /** The entry itself, else the one that it hides from whoever reads this scope. */
    static Optional<Stored.Live> presentOrOverridden(EntryId id, State state) {
        List<Scope> layers = Scope.layersOf(id.scope().service(), id.scope().environment());
        for (int i = layers.size() - 1; i >= 0; i--) {
            Optional<Stored.Live> entry = state.entry(new EntryId(layers.get(i), id.key()));
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }
}
