/** Metrics with labels, kept by Dropwizard Metrics and exposed as Prometheus text and OpenMetrics. */
@NullMarked
package io.headwater.runtime.metrics;

import org.jspecify.annotations.NullMarked;
