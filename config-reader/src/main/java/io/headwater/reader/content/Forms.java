package io.headwater.reader.content;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that has been encoded of one content. Each form is made once, when it is first asked for; what is there is
 * read without a lock. Thrown away as a whole where room is needed.
 */
final class Forms {
    private static final int CODINGS = Coding.values().length;
    private static final int BODIES = Format.values().length * CODINGS;
    /** Who is further behind than others gets an event of his own; most are at one of a few places. */
    private static final int SHARED_EVENTS = 16;

    private static final long EVENT_OVERHEAD = 128;

    private final AtomicReferenceArray<@Nullable Encoded> bodies = new AtomicReferenceArray<>(BODIES);
    private final Map<String, Encoded> values = new ConcurrentHashMap<>();
    private final Map<Object, byte[]> events = new ConcurrentHashMap<>();
    private final LongAdder weight = new LongAdder();
    private final LongAdder encoded;

    /** @param encoded counts the bytes of all that is encoded anywhere */
    Forms(LongAdder encoded) {
        this.encoded = encoded;
    }

    /** About how many bytes of memory they take. */
    long weight() {
        return weight.sum();
    }

    private void grown(long by) {
        weight.add(by);
        encoded.add(by);
    }

    // Places live no longer than this process: no order of constants is kept anywhere.
    @SuppressWarnings("EnumOrdinal")
    Encoded body(Format format, Coding coding, Supplier<Encoded> encoder) {
        int at = format.ordinal() * CODINGS + coding.ordinal();
        Encoded present = bodies.get(at);
        if (present != null) {
            return present;
        }
        synchronized (bodies) {
            Encoded meanwhile = bodies.get(at);
            if (meanwhile != null) {
                return meanwhile;
            }
            Encoded made = encoder.get();
            bodies.set(at, made);
            grown(made.weight());
            return made;
        }
    }

    @Nullable Encoded value(String key) {
        return values.get(key);
    }

    Encoded value(String key, Encoded made) {
        Encoded earlier = values.putIfAbsent(key, made);
        if (earlier != null) {
            return earlier;
        }
        grown(made.weight());
        return made;
    }

    byte[] event(Object which, Supplier<byte[]> encoder) {
        byte[] shared = events.get(which);
        if (shared != null) {
            return shared;
        }
        if (events.size() >= SHARED_EVENTS) {
            return encoder.get();
        }
        return events.computeIfAbsent(which, w -> {
            byte[] made = encoder.get();
            grown(EVENT_OVERHEAD + made.length);
            return made;
        });
    }
}
