package io.headwater.loadtest.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What an event looks like on the wire. */
public final class EventText {
    private EventText() {}

    /** Subscribes, lets something change, and returns the text of the event that tells of it, its empty line included. */
    public static String of(int port, String path, Change change) throws IOException {
        try (StreamBytes in = new StreamBytes(port, path)) {
            String first = next(in);
            if (!first.contains("event: snapshot") && !first.contains("event:snapshot")) {
                throw new IOException("a stream begins with a snapshot, not with " + first);
            }
            change.make();
            return next(in);
        }
    }

    /** The next event; comments are left out. */
    private static String next(StreamBytes in) throws IOException {
        while (true) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            int before = -1;
            for (int each = in.read(); each != '\n' || before != '\n'; each = in.read()) {
                text.write(each);
                before = each;
            }
            text.write('\n');
            String event = text.toString(StandardCharsets.UTF_8);
            if (event.contains("data:")) {
                return event;
            }
        }
    }

    /** Makes a change that the stream tells of. */
    @FunctionalInterface
    public interface Change {
        /** Makes it. */
        void make() throws IOException;
    }
}
