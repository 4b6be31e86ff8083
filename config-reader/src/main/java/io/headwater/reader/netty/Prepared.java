package io.headwater.reader.netty;

import io.headwater.core.Layer;
import io.headwater.reader.content.Content;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Position;
import io.headwater.reader.view.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is answered at one path, as long as no commit touches it, in the forms that have been asked for. Belongs to one event
 * loop, except that it is made by another thread.
 */
final class Prepared {
    private final byte[] path;
    private final Target target;
    private final EnvironmentViews views;
    private final Content content;
    private final List<Layer> layers;
    private final @Nullable Variant[] variants = new Variant[Forms.COUNT];
    private View view;
    private byte[] positionLines;
    private boolean used = true;

    Prepared(byte[] path, Target target, EnvironmentViews views, View view, List<Layer> layers, Content content) {
        this.path = path;
        this.target = target;
        this.views = views;
        this.view = view;
        this.layers = layers;
        this.content = content;
        this.positionLines = positionLines(view.position());
    }

    private static byte[] positionLines(Position position) {
        return Variant.ascii(
                "Headwater-Revision: " + position.revision() + "\r\nHeadwater-Epoch: " + position.epoch() + "\r\n");
    }

    byte[] path() {
        return path;
    }

    Target target() {
        return target;
    }

    EnvironmentViews views() {
        return views;
    }

    View view() {
        return view;
    }

    Content content() {
        return content;
    }

    byte[] positionLines() {
        return positionLines;
    }

    @Nullable Variant variant(int form) {
        return variants[form];
    }

    void add(int form, Variant variant) {
        variants[form] = variant;
    }

    /** Takes over the forms that another one of the same content has. */
    void addAll(Prepared other) {
        for (int i = 0; i < variants.length; i++) {
            Variant there = other.variants[i];
            if (variants[i] == null) {
                variants[i] = there;
            } else if (there != null && there != variants[i]) {
                there.release();
            }
        }
    }

    /**
     * Goes on to the present view, if nothing that this service sees has changed in between: then only the position has.
     *
     * @return whether it could
     */
    // A layer that no commit touched is passed on from view to view as the same object.
    @SuppressWarnings("ReferenceEquality")
    boolean follow(View now) {
        List<Layer> layersNow = now.layersOf(target.service());
        Position before = view.position();
        Position position = now.position();
        if (layersNow == null
                || position.deleted()
                || before.epoch() != position.epoch()
                || before.since() != position.since()) {
            return false;
        }
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) != layersNow.get(i)) {
                return false;
            }
        }
        view = now;
        positionLines = positionLines(position);
        return true;
    }

    /** Whether it has been asked for since this was last called. */
    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    void use() {
        used = true;
    }

    /** The most memory that its bodies take, with the copies that may be made of them. */
    long bytes() {
        long sum = 0;
        for (Variant variant : variants) {
            sum += variant == null ? 0 : variant.mostBytes();
        }
        return sum;
    }

    void release() {
        for (Variant variant : variants) {
            if (variant != null) {
                variant.release();
            }
        }
    }
}
