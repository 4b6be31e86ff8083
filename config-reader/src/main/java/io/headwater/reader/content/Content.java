package io.headwater.reader.content;

import io.headwater.core.Effective;
import io.headwater.core.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one service sees in one environment until that changes, with everything that has been encoded of it. Each form is
 * encoded when it is first asked for, once, and shared. Thread-safe; two are the same state only if they are the same object.
 */
public final class Content {
    private static final String JSON = "application/json";
    /** Below this a compressed body saves nothing: it fits into one packet anyway. */
    private static final int WORTH_COMPRESSING = 1_024;
    /** Who is further behind than others gets an event of his own; most are at one of a few places. */
    private static final int SHARED_EVENTS = 16;

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final Snapshot snapshot;
    private final long epoch;
    private final @Nullable String traceparent;
    private final Map<Form, Encoded> encoded = new ConcurrentHashMap<>();
    private final Map<String, Encoded> values = new ConcurrentHashMap<>();
    private final Map<Object, byte[]> events = new ConcurrentHashMap<>();
    private volatile @Nullable String config;

    private record Form(Format format, Coding coding) {}

    /**
     * @param epoch of the history that the snapshot's revision belongs to
     * @param traceparent of the commit that made it, if that is known
     */
    public Content(Snapshot snapshot, long epoch, @Nullable String traceparent) {
        this.snapshot = snapshot;
        this.epoch = epoch;
        this.traceparent = traceparent;
    }

    /** Tells contents of this process apart, for those who must not keep an old one alive. */
    long id() {
        return id;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** The commit that last changed it. */
    public long revision() {
        return snapshot.revision();
    }

    /** The history that its revision belongs to. */
    public long epoch() {
        return epoch;
    }

    /** W3C trace context of the commit that made it, if that is known. */
    @Nullable String traceparent() {
        return traceparent;
    }

    /**
     * The snapshot as a body.
     *
     * @param wanted the best coding that the reader takes; a small body is not compressed all the same
     * @throws io.headwater.core.HeadwaterException if the format cannot give this content
     */
    public Encoded encoded(Format format, Coding wanted) {
        Encoded identity = encoded.computeIfAbsent(new Form(format, Coding.IDENTITY), this::encode);
        return wanted == Coding.IDENTITY || identity.body().length < WORTH_COMPRESSING
                ? identity
                : encoded.computeIfAbsent(new Form(format, wanted), form -> compress(identity, form));
    }

    private Encoded encode(Form form) {
        String tag = EntityTags.of(form.format().text(), config());
        return new Encoded(form.format().encode(snapshot), tag, form.format().contentType(), Coding.IDENTITY);
    }

    private Encoded compress(Encoded identity, Form form) {
        String tag = EntityTags.of(form.format().text() + " " + form.coding().token(), config());
        return new Encoded(form.coding().apply(identity.body()), tag, identity.contentType(), form.coding());
    }

    /** One key as a body; empty if the service does not see it. */
    public Optional<Encoded> value(String key) {
        Effective effective = snapshot.entries().get(key);
        if (effective == null) {
            return Optional.empty();
        }
        return Optional.of(values.computeIfAbsent(key, name -> {
            String json = SnapshotJson.lookup(name, effective.value());
            return new Encoded(
                    json.getBytes(StandardCharsets.UTF_8), EntityTags.of("value", json), JSON, Coding.IDENTITY);
        }));
    }

    /** The member {@code config} as JSON. */
    String config() {
        String text = config;
        if (text == null) {
            text = SnapshotJson.config(snapshot);
            config = text;
        }
        return text;
    }

    /** An event about this content: encoded once for all who need the same. */
    byte[] event(Object which, Supplier<String> encoder) {
        byte[] shared = events.get(which);
        if (shared != null) {
            return shared;
        }
        if (events.size() >= SHARED_EVENTS) {
            return encoder.get().getBytes(StandardCharsets.UTF_8);
        }
        return events.computeIfAbsent(which, w -> encoder.get().getBytes(StandardCharsets.UTF_8));
    }
}
