package io.headwater.reader;

import java.io.IOException;

/** Reads what a reader shows at {@code /metrics}. */
public final class MetricText {
    private MetricText() {}

    /**
     * One metric.
     *
     * @param name with its labels, as it is shown
     * @return −1 if it is not shown
     */
    public static double value(RunningReader reader, String name) throws IOException, InterruptedException {
        return reader.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(-1);
    }
}
