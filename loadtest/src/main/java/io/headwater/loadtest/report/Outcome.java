package io.headwater.loadtest.report;

/** Whether a bar was met. */
public enum Outcome {
    /** It was. */
    OK("ok"),
    /** It was not. */
    MISSED("missed"),
    /** Nobody knows: the machine lacks what it takes. */
    UNMEASURED("not measured"),
    /** There is none: a figure to know. */
    NONE("");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** As it stands in the table. */
    public String text() {
        return text;
    }

    static Outcome of(boolean met) {
        return met ? OK : MISSED;
    }
}
