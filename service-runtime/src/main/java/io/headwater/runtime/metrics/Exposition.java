package io.headwater.runtime.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Metrics as a scraper reads them: Prometheus text 0.0.4, or OpenMetrics 1.0 for those who prefer it. */
public final class Exposition {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    /**
     * An answer to a scrape.
     *
     * @param contentType value of {@code Content-Type}
     */
    public record Page(String contentType, String body) {}

    private final MetricSnapshotter snapshotter;
    private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

    public Exposition(Metrics metrics) {
        this.snapshotter = new MetricSnapshotter(metrics);
    }

    /**
     * All metrics now.
     *
     * @param accept the header {@code Accept}; may be empty
     */
    public Page page(String accept) {
        ExpositionFormatWriter writer =
                quality(accept, OPEN_METRICS) > quality(accept, "text/plain") ? openMetrics : prometheus;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, snapshotter.snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
    }

    /** The best quality that a header gives to a type by its name; 0 if it does not name it. */
    private static double quality(String accept, String type) {
        return Arrays.stream(accept.split(","))
                .map(range -> range.toLowerCase(Locale.ROOT).strip().split("\\s*;\\s*"))
                .filter(range -> range[0].equals(type))
                .mapToDouble(Exposition::quality)
                .max()
                .orElse(0);
    }

    private static double quality(String... range) {
        for (int i = 1; i < range.length; i++) {
            if (range[i].startsWith("q=")) {
                try {
                    return Double.parseDouble(range[i].substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
