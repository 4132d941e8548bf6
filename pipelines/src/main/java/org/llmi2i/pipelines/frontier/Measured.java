package org.llmi2i.pipelines.frontier;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.llmi2i.pipelines.report.Curves;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/**
 * What the settings of one base reached on one part of a log.
 *
 * @param base the base's name
 * @param metrics of every table, named by its setting
 */
record Measured(String base, List<Metric> metrics) {
  private static final int K = 50;

  /** Recalls of all items that differ by no more than this share are taken as equal. */
  private static final double EQUAL = 0.01;

  Measured {
    metrics = List.copyOf(metrics);
  }

  /**
   * A table before and one after the refinement, at equal recall of all items.
   *
   * @param base the setting of the one
   * @param refined the setting of the other
   */
  record Pair(String base, String refined) {}

  /**
   * The two tables that are compared, chosen by one rule: of the tables whose recall of all items
   * is at least 99 % of the best base's, the one of most tail recall, once among the bases and once
   * among the refined tables. If no refined table has that much, the one of most recall of all.
   */
  Pair best() {
    List<Curves.Point> bases = points(Variant.BASE);
    List<Curves.Point> refined = points(Variant.REFINED);
    double least = bases.stream().mapToDouble(Curves.Point::all).max().orElseThrow() * (1 - EQUAL);
    return new Pair(
        mostTail(bases, least).orElseThrow().setting(),
        mostTail(refined, least).orElseGet(() -> mostOfAll(refined)).setting());
  }

  private static Curves.Point mostOfAll(List<Curves.Point> points) {
    return points.stream().max(Comparator.comparingDouble(Curves.Point::all)).orElseThrow();
  }

  private static Optional<Curves.Point> mostTail(List<Curves.Point> points, double least) {
    return points.stream()
        .filter(point -> point.all() >= least)
        .max(
            Comparator.comparingDouble(Curves.Point::tail)
                .thenComparingDouble(Curves.Point::all)
                .thenComparing(Curves.Point::setting));
  }

  /** The recalls at 50 of the tables of a variant. */
  List<Curves.Point> points(Variant variant) {
    return metrics.stream()
        .filter(metric -> metric.getVariant() == variant)
        .filter(metric -> isOf(metric, "Recall", K, Slice.ALL))
        .map(
            all ->
                new Curves.Point(
                    all.getSimilarity(),
                    all.getValue(),
                    metric(variant, all.getSimilarity(), "Recall", K, Slice.TAIL)
                        .map(Metric::getValue)
                        .orElse(0.0)))
        .toList();
  }

  Optional<Metric> metric(Variant variant, String setting, String name, int k, Slice slice) {
    return metrics.stream()
        .filter(metric -> metric.getVariant() == variant && isOf(metric, name, k, slice))
        .filter(metric -> metric.getSimilarity().equals(setting))
        .findFirst();
  }

  private static boolean isOf(Metric metric, String name, int k, Slice slice) {
    return metric.getMetric().equals(name)
        && Objects.equals(metric.getK(), k)
        && metric.getSlice() == slice;
  }
}
