package io.headwater.runtime.logging;

/** How log lines look. */
public enum LogFormat {
    /** One line of text for people. */
    TEXT,
    /** One JSON object on each line. */
    JSON
}
