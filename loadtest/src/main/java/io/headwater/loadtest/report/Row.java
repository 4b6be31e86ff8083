package io.headwater.loadtest.report;

import java.util.Locale;

/**
 * One line of the table. A column that does not apply is empty.
 *
 * @param measure what was measured
 * @param headwater what Headwater takes
 * @param yardstick what it is held against, measured in the same run
 * @param ratio the first by the second
 * @param bar what the ratio, or the figure, should be
 */
public record Row(String measure, String headwater, String yardstick, String ratio, String bar, Outcome outcome) {

    /** A figure without anything to hold it against. */
    public static Row figure(String measure, String headwater) {
        return new Row(measure, headwater, "", "", "", Outcome.NONE);
    }

    /** A figure with a limit of its own. */
    public static Row limited(String measure, String headwater, String bar, boolean met) {
        return new Row(measure, headwater, "", "", bar, Outcome.of(met));
    }

    /** Nothing, and why. */
    public static Row unmeasured(String measure, String why) {
        return new Row(measure, why, "", "", "", Outcome.UNMEASURED);
    }

    /** Two figures side by side, without a bar. */
    public static Row beside(String measure, double headwater, double yardstick, String unit) {
        double ratio = headwater / yardstick;
        return new Row(measure, text(headwater, unit), text(yardstick, unit), times(ratio), "", Outcome.NONE);
    }

    /** At most so many times the yardstick. */
    public static Row atMost(String measure, double headwater, double yardstick, String unit, double bar) {
        double ratio = headwater / yardstick;
        return new Row(
                measure,
                text(headwater, unit),
                text(yardstick, unit),
                times(ratio),
                "≤ " + bar + " ×",
                Outcome.of(ratio <= bar));
    }

    /** At least so many times the yardstick. */
    public static Row atLeast(String measure, double headwater, double yardstick, String unit, double bar) {
        double ratio = headwater / yardstick;
        return new Row(
                measure,
                text(headwater, unit),
                text(yardstick, unit),
                times(ratio),
                "≥ " + bar + " ×",
                Outcome.of(ratio >= bar));
    }

    /** A number with its unit: three or so digits that count. */
    public static String text(double value, String unit) {
        String number = value >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
        return number + " " + unit;
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f ×", ratio);
    }
}
