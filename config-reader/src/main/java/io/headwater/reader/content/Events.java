package io.headwater.reader.content;

import io.headwater.core.Effective;
import io.headwater.core.JsonText;
import io.headwater.core.Snapshot;
import io.headwater.core.SnapshotChange;
import io.headwater.core.Times;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events about contents, as bytes on the wire ({@code text/event-stream}). JSON has no line breaks, so the
 * data is always one line.
 */
public final class Events {
    private Events() {}

    private record Between(long content, long previous) {}

    private record Whole(long id) {}

    private record Since(long revision) {}

    /** The first event of a stream: everything. */
    public static byte[] snapshot(Content now, long id) {
        return now.event(new Whole(id), () -> frame("snapshot", id, SnapshotJson.event(now.snapshot(), now.epoch())));
    }

    /**
     * What a subscriber has to be told who was sent {@code before}. Commits in between are merged: what it gets is the state
     * after the last of them.
     *
     * @param previous the id of the event before
     */
    public static byte[] change(Content before, long previous, Content now) {
        return now.event(new Between(before.id(), previous), () -> {
            Map<String, @Nullable Effective> changes = new TreeMap<>();
            Snapshot snapshot = now.snapshot();
            Map<String, Effective> earlier = before.snapshot().entries();
            snapshot.entries().forEach((key, effective) -> {
                Effective old = earlier.get(key);
                if (old == null || !old.value().equals(effective.value())) {
                    changes.put(key, effective);
                }
            });
            SortedSet<String> gone = new TreeSet<>(earlier.keySet());
            snapshot.removed().forEach((key, at) -> {
                if (at > before.revision()) {
                    gone.add(key);
                }
            });
            gone.removeAll(snapshot.entries().keySet());
            gone.forEach(key -> changes.put(key, null));
            return change(now, snapshot.time(), previous, changes);
        });
    }

    /** Whether somebody who has the content of a revision needs to be told anything. */
    public static boolean changedSince(long revision, Content now) {
        return !now.snapshot().changesSince(revision).empty();
    }

    /**
     * What somebody missed who has the content as it was at {@code revision}. Only right where no deletion since has been
     * forgotten.
     */
    public static byte[] changeSince(long revision, Content now) {
        return now.event(new Since(revision), () -> {
            Snapshot snapshot = now.snapshot();
            SnapshotChange change = snapshot.changesSince(revision);
            Map<String, @Nullable Effective> changes = new TreeMap<>(change.put());
            change.removed().forEach(key -> changes.put(key, null));
            return change(now, snapshot.time(), revision, changes);
        });
    }

    private static String change(Content now, Instant time, long previous, Map<String, @Nullable Effective> changes) {
        String data = JsonText.write(json -> {
                    json.writeStartObject();
                    json.writeNumberField("epoch", now.epoch());
                    json.writeNumberField("revision", now.revision());
                    json.writeNumberField("previous", previous);
                    json.writeStringField("time", Times.format(time));
                    String traceparent = now.traceparent();
                    if (traceparent != null) {
                        json.writeStringField("traceparent", traceparent);
                    }
                    json.writeObjectFieldStart("config");
                    for (Map.Entry<String, @Nullable Effective> entry : changes.entrySet()) {
                        json.writeFieldName(entry.getKey());
                        Effective effective = entry.getValue();
                        if (effective == null) {
                            json.writeNull();
                        } else {
                            SnapshotJson.value(json, null, effective.value());
                        }
                    }
                    json.writeEndObject();
                    json.writeObjectFieldStart("flags");
                    json.writeEndObject();
                    json.writeEndObject();
                })
                .text();
        return frame("change", now.revision(), data);
    }

    private static String frame(String event, long id, String data) {
        return "event: " + event + "\nid: " + id + "\ndata: " + data + "\n\n";
    }
}
