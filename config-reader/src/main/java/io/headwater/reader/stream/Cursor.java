package io.headwater.reader.stream;

import io.headwater.reader.content.Content;
import io.headwater.reader.content.Events;
import io.headwater.reader.view.Position;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber has been told, and therefore what it must be told next.
 *
 * <pre>
 *   NEW ──▶ FOLLOWING ──▶ FOLLOWING …
 * </pre>
 *
 * A new one begins with a snapshot, or goes on behind the event that it saw last. Following, it gets changes from content
 * to content; only another epoch starts it afresh. Used by one thread.
 */
public final class Cursor {
    private @Nullable Content told;
    private long lastId;

    /**
     * Begins with everything.
     *
     * @return the event
     */
    public byte[] begin(Content now) {
        return begin(now, 0);
    }

    /** @param lastSeen of the same epoch: no id below may follow, even where the content has become one of earlier */
    private byte[] begin(Content now, long lastSeen) {
        told = now;
        lastId = Math.max(lastSeen, now.revision());
        return Events.snapshot(now, lastId);
    }

    /**
     * Goes on behind an event, if what came after it is completely known.
     *
     * @param lastSeen id of the event; not above the position's revision
     * @param position where the view stands that {@code now} is of
     * @return the event to send; null if nothing was missed
     */
    public byte @Nullable [] resume(long lastSeen, Position position, Content now) {
        if (lastSeen < position.resumableFrom()) {
            return begin(now, lastSeen);
        }
        told = now;
        lastId = Math.max(lastSeen, now.revision());
        return Events.changedSince(lastSeen, now) ? Events.changeSince(lastSeen, now) : null;
    }

    /**
     * Goes on to a newer content.
     *
     * @return the event to send; null if there is nothing to tell
     */
    public byte @Nullable [] advance(Content now) {
        Content before = told;
        if (before == null || before.epoch() < now.epoch()) {
            return begin(now);
        }
        // What is older was on its way when the subscriber began with something newer.
        if (before == now || before.epoch() > now.epoch() || now.revision() <= lastId) {
            return null;
        }
        long previous = lastId;
        told = now;
        lastId = now.revision();
        return Events.change(before, previous, now);
    }
}
