package io.headwater.reader.netty;

import io.headwater.core.HeadwaterException;
import io.headwater.core.Layer;
import io.headwater.reader.content.Content;
import io.headwater.reader.content.Encoded;
import io.headwater.reader.content.ServiceContents;
import io.headwater.reader.view.EnvironmentViews;
import io.headwater.reader.view.Environments;
import io.headwater.reader.view.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what event loops answer with: resolves and encodes, which takes time, so not on an event loop. Never waits for others. */
final class Preparer {
    private final Environments environments;
    private final ServiceContents contents;

    Preparer(Environments environments, ServiceContents contents) {
        this.environments = environments;
        this.contents = contents;
    }

    Environments environments() {
        return environments;
    }

    ServiceContents contents() {
        return contents;
    }

    /**
     * What is answered at a path now.
     *
     * @return null if that is not held, or not there, or has to be refused
     */
    @Nullable Prepared prepare(byte[] path, int form) {
        Target target = Target.ofSnapshot(path);
        if (target == null) {
            return null;
        }
        EnvironmentViews views = environments.known().followed().get(target.environment());
        View view = views == null ? null : views.current();
        List<Layer> layers = view == null ? null : view.layersOf(target.service());
        if (views == null || view == null || layers == null) {
            return null;
        }
        Content content = contents.of(view, target.service());
        Prepared prepared = new Prepared(path, target, views, view, layers, content);
        Encoded encoded = encoded(content, target, form);
        if (encoded == null) {
            return null;
        }
        prepared.add(form, new Variant(encoded));
        return prepared;
    }

    /** What a service sees in a view; null if the view does not hold it. */
    @Nullable Content content(View view, String service) {
        return view.layersOf(service) == null ? null : contents.of(view, service);
    }

    private static @Nullable Encoded encoded(Content content, Target target, int form) {
        String key = target.key();
        if (key != null) {
            return content.value(key).orElse(null);
        }
        try {
            return content.encoded(Forms.format(form), Forms.coding(form));
        } catch (HeadwaterException refused) {
            return null;
        }
    }
}
