package io.headwater.reader.view;

import java.util.Set;

/** Is told what happens to the views. Called by the thread that follows an environment, so it must be quick. */
public interface ViewListener {

    /**
     * Everybody who asks from now on gets this view.
     *
     * @param reloaded whether all layers were loaded anew instead of a delta
     */
    void installed(View view, boolean reloaded);

    /**
     * Layers are held no longer, to make room.
     *
     * @param services whose own layers these were
     */
    default void dropped(String environment, Set<String> services) {}

    /** The environment is followed no longer, because it has been deleted or the replica stops. */
    void ended(String environment);
}
