package io.headwater.runtime.logging;

import ch.qos.logback.classic.Level;

/** From which level on Headwater's own log lines are written. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    Level level() {
        return Level.valueOf(name());
    }
}
