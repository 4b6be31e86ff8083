package io.headwater.reader.content;

import io.headwater.core.Effective;
import io.headwater.core.Layer;
import io.headwater.core.Resolver;
import io.headwater.core.Snapshot;
import io.headwater.reader.view.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one service sees in one environment until that changes, with everything that has been encoded of it. Each form is
 * encoded when it is first asked for, once, and shared. It holds the layers, in which entries are packed, and resolves them
 * whenever they are needed: what is served often is there as bytes. Thread-safe; two are the same state only if they are
 * the same object.
 */
public final class Content {
    private static final String JSON = "application/json";
    /** Below this a compressed body saves nothing: it fits into one packet anyway. */
    private static final int WORTH_COMPRESSING = 1_024;

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final String service;
    private final String environment;
    private final List<Layer> layers;
    private final long since;
    private final Instant created;
    private final long revision;
    private final Instant time;
    private final long epoch;
    private final @Nullable String traceparent;
    private final LongAdder encoded;
    private volatile @Nullable Forms forms;
    private volatile @Nullable String digest;

    /**
     * @param layers from weak to strong
     * @param position of the view that the layers are of
     * @param revision the commit that last changed what the service sees
     * @param time when that was made
     * @param encoded counts the bytes of all that is encoded anywhere
     */
    Content(
            String service,
            String environment,
            List<Layer> layers,
            Position position,
            long revision,
            Instant time,
            LongAdder encoded) {
        this.service = service;
        this.environment = environment;
        this.layers = layers;
        this.since = position.since();
        this.created = position.created();
        this.revision = revision;
        this.time = time;
        this.epoch = position.epoch();
        this.traceparent = revision == position.revision() ? position.traceparent() : null;
        this.encoded = encoded;
    }

    /** Tells contents of this process apart, for those who must not keep an old one alive. */
    long id() {
        return id;
    }

    public String service() {
        return service;
    }

    public String environment() {
        return environment;
    }

    /** Everything that the service sees, made anew by each call: who needs it twice keeps it. */
    public Snapshot snapshot() {
        Snapshot resolved = Resolver.resolve(service, environment, layers, since, created);
        return resolved.revision() == revision
                ? resolved
                : new Snapshot(service, environment, revision, time, resolved.entries(), resolved.removed());
    }

    /** The commit that last changed it. */
    public long revision() {
        return revision;
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
        Forms held = forms();
        Encoded identity = held.body(format, Coding.IDENTITY, () -> encode(format));
        return wanted == Coding.IDENTITY || identity.body().length < WORTH_COMPRESSING
                ? identity
                : held.body(format, wanted, () -> compress(identity, format, wanted));
    }

    private Encoded encode(Format format) {
        Snapshot snapshot = snapshot();
        String tag = EntityTags.of(format.text(), digest(snapshot));
        return new Encoded(format.encode(snapshot), tag, format.contentType(), Coding.IDENTITY);
    }

    private Encoded compress(Encoded identity, Format format, Coding coding) {
        String known = digest;
        String tag = EntityTags.of(format.text() + " " + coding.token(), known == null ? digest(snapshot()) : known);
        return new Encoded(coding.apply(identity.body()), tag, identity.contentType(), coding);
    }

    /** Stands for the member {@code config}: what all entity tags are taken over. */
    private String digest(Snapshot snapshot) {
        String known = digest;
        if (known == null) {
            known = EntityTags.digest(SnapshotJson.config(snapshot));
            digest = known;
        }
        return known;
    }

    /** One key as a body; empty if the service does not see it. */
    public Optional<Encoded> value(String key) {
        Forms held = forms();
        Encoded present = held.value(key);
        if (present != null) {
            return Optional.of(present);
        }
        return Resolver.effective(layers, key).map(effective -> held.value(key, encode(key, effective)));
    }

    private static Encoded encode(String key, Effective effective) {
        String json = SnapshotJson.lookup(key, effective.value());
        return new Encoded(json.getBytes(StandardCharsets.UTF_8), EntityTags.of("value", json), JSON, Coding.IDENTITY);
    }

    /** An event about this content: encoded once for all who need the same. */
    byte[] event(Object which, Supplier<String> encoder) {
        return forms().event(which, () -> encoder.get().getBytes(StandardCharsets.UTF_8));
    }

    private Forms forms() {
        Forms present = forms;
        if (present != null) {
            return present;
        }
        synchronized (this) {
            Forms meanwhile = forms;
            if (meanwhile == null) {
                meanwhile = new Forms(encoded);
                forms = meanwhile;
            }
            return meanwhile;
        }
    }

    /** About how many bytes of memory its forms take; its layers are the view's. */
    long weight() {
        Forms present = forms;
        return present == null ? 0 : present.weight();
    }

    /** Throws away what has been encoded; whoever asks next has it encoded again. */
    void dropForms() {
        forms = null;
    }
}
