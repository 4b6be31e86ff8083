package io.headwater.runtime.health;

import java.util.Locale;

/**
 * The state of one part of a service.
 *
 * <pre>
 *   STARTING ──▶ CATCHING_UP ──▶ UP ◀──▶ DOWN
 *       └───────────────────────▶┘└─▶ STALE
 * </pre>
 *
 * A part may go from any state to any other; the drawing shows the usual way.
 */
public enum PartState {
    /** Not connected yet, or waiting for something that is not there yet. */
    STARTING,
    /** Connected, and on its way to the end of what there was when it started. */
    CATCHING_UP,
    /** Works. */
    UP,
    /** Works on what it holds, and what it holds grows old. */
    STALE,
    /** Does not work. */
    DOWN;

    /** How it is written in JSON: in lower case, with hyphens. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
