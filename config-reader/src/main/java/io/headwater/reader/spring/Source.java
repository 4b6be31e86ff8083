package io.headwater.reader.spring;

import io.headwater.core.HeadwaterException;
import io.headwater.core.Layer;
import java.util.Map;

/**
 * The properties of one layer.
 *
 * @param name the application, and behind a hyphen the profile if it is of one
 * @param profile whose it is; empty if it is of none
 * @param properties by Spring's names
 */
record Source(String name, String profile, Map<String, Property> properties) {
    /** The name under which entries for every service go. */
    static final String EVERY_APPLICATION = "application";

    /**
     * What a layer says.
     *
     * @throws HeadwaterException if it cannot be said in bounded space
     */
    static Source of(String application, String profile, Layer layer, Flattening flattening) {
        String name = profile.isEmpty() ? application : application + "-" + profile;
        return new Source(name, profile, flattening.of(layer));
    }

    Source named(String other) {
        return new Source(other, profile, properties);
    }
}
