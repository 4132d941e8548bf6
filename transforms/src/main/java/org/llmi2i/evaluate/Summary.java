package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Variant;

/**
 * From every user's figures to metrics: the mean of each measure, and for each variant beside the
 * base what it adds, {@code XDifference}, {@code XLift} (relative) and {@code XPValue} of the
 * difference.
 */
final class Summary {
  private static final int RESAMPLES = 1000;

  private final String runId;
  private final String similarity;
  private final List<Measure> measures;
  private final Bootstrap bootstrap;

  /**
   * Summarises.
   *
   * @param users a row a user in a fixed order, a column a measure; at least one
   */
  Summary(String runId, String similarity, List<Measure> measures, double[][] users, long seed) {
    this.runId = runId;
    this.similarity = similarity;
    this.measures = measures;
    this.bootstrap = new Bootstrap(users, RESAMPLES, seed);
  }

  List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    for (int column = 0; column < measures.size(); column++) {
      Measure measure = measures.get(column);
      if (bootstrap.count(column) == 0) {
        continue;
      }
      metrics.add(metric(column, "", bootstrap.mean(column)));
      if (measure.variant() != Variant.BASE) {
        int base = baseOf(measure);
        metrics.add(metric(column, "Difference", bootstrap.difference(column, base)));
        Bootstrap.Estimate lift = bootstrap.lift(column, base);
        if (Double.isFinite(lift.value())) {
          metrics.add(metric(column, "Lift", lift));
        }
        metrics.add(
            metric(
                column,
                "PValue",
                new Bootstrap.Estimate(bootstrap.pValue(column, base), Double.NaN, Double.NaN)));
      }
    }
    return metrics;
  }

  private int baseOf(Measure measure) {
    return measures.indexOf(
        new Measure(Variant.BASE, measure.metric(), measure.k(), measure.slice()));
  }

  private Metric metric(int column, String suffix, Bootstrap.Estimate estimate) {
    Measure measure = measures.get(column);
    return new Metric(
        runId,
        measure.variant(),
        similarity,
        measure.metric() + suffix,
        measure.k(),
        measure.slice(),
        estimate.value(),
        orNull(estimate.low()),
        orNull(estimate.high()),
        bootstrap.count(column));
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
