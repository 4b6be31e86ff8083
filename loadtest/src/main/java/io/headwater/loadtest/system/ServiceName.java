package io.headwater.loadtest.system;

import java.util.Locale;

/** The services of Headwater, each a jar of its own. */
public enum ServiceName {
    /** Takes commits and relays them. */
    WRITER,
    /** Carries the log to Redis and to the environments' topics. */
    PROPAGATOR,
    /** The read tier. */
    READER;

    /** The name of its module, its jar and its log. */
    public String module() {
        return "config-" + name().toLowerCase(Locale.ROOT);
    }
}
