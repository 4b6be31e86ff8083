package io.headwater.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A report as plain text, with columns as wide as they need to be. */
public final class TextTable {
    private static final List<String> TITLES = List.of("measure", "Headwater", "yardstick", "ratio", "bar", "ok?");

    private TextTable() {}

    /** The whole report. */
    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        int label =
                report.head().keySet().stream().mapToInt(String::length).max().orElse(0);
        for (Map.Entry<String, String> each : report.head().entrySet()) {
            text.append(padded(each.getKey(), label))
                    .append("  ")
                    .append(each.getValue())
                    .append('\n');
        }
        report.sections().forEach((title, rows) -> {
            text.append('\n').append(title).append('\n');
            append(rows, text);
        });
        return text.toString();
    }

    private static void append(List<Row> rows, StringBuilder to) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(TITLES);
        for (Row row : rows) {
            lines.add(List.of(
                    row.measure(),
                    row.headwater(),
                    row.yardstick(),
                    row.ratio(),
                    row.bar(),
                    row.outcome().text()));
        }
        int[] widths = new int[TITLES.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append("  ").append(i == 0 ? padded(line.get(i), widths[i]) : leftPadded(line.get(i), widths[i]));
            }
            to.append(text.toString().stripTrailing()).append('\n');
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String leftPadded(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }
}
