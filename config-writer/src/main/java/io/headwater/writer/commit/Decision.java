package io.headwater.writer.commit;

import io.headwater.core.Change;
import java.util.List;

/**
 * What a request comes to in a given state.
 *
 * @param changes of the commit to make; none means that the request changes nothing, and no commit is made
 * @param created whether what is put did not exist before
 */
public record Decision(List<Change> changes, boolean created) {
    /** Nothing to do. */
    public static final Decision NO_CHANGE = new Decision(List.of(), false);

    public Decision {
        changes = List.copyOf(changes);
    }
}
