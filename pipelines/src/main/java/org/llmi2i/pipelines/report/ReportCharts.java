package org.llmi2i.pipelines.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.llmi2i.evaluate.Exposure;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/**
 * The figures that the report draws; its scripts read them as JSON of these names.
 *
 * @param lifts the lift of recall@50 of every table against the base, by slice
 * @param exposures how often items are shown, from those of no user to those of the most
 * @param reliability what the discriminator predicted, by tenths
 * @param volumes what so many synthetic interactions an item bring
 * @param frontiers what tail recall costs in recall of all items, one a base
 */
record ReportCharts(
    List<Lift> lifts,
    List<Group> exposures,
    List<Tenth> reliability,
    List<Curves.Volume> volumes,
    List<Curves.Frontier> frontiers) {
  private static final String PREDICTED = "DiscriminatorPredicted";
  private static final String OBSERVED = "DiscriminatorObserved";

  /** A lift with the ends of its interval. */
  record Lift(String slice, String variant, String kind, double value, double low, double high) {}

  /** Items that so many users have, and how often one is shown on average. */
  record Group(String users, long items, double before, double after) {}

  /** Pairs of about the same probability, and the share of them that was observed. */
  record Tenth(double predicted, double observed, long pairs) {}

  static ReportCharts of(Findings findings, Curves curves) {
    return new ReportCharts(
        recallLifts(findings).stream().map(ReportCharts::lift).toList(),
        exposures(findings),
        reliability(findings),
        curves.volumes(),
        curves.frontiers());
  }

  /** Those that are numbers: the lift of nothing is none. */
  static List<Metric> recallLifts(Findings findings) {
    List<Metric> lifts = new ArrayList<>();
    for (Slice slice : Slice.values()) {
      for (Variant variant : Variant.values()) {
        findings
            .metric(variant, "RecallLift", Findings.K, slice)
            .filter(lift -> Double.isFinite(lift.getValue()))
            .ifPresent(lifts::add);
      }
    }
    return lifts;
  }

  private static Lift lift(Metric lift) {
    return new Lift(
        Names.of(lift.getSlice()),
        Names.of(lift.getVariant()),
        lift.getVariant() == Variant.REFINED ? "refined" : "control",
        lift.getValue(),
        end(lift.getCiLow(), lift),
        end(lift.getCiHigh(), lift));
  }

  private static double end(Double end, Metric lift) {
    return end == null || !Double.isFinite(end) ? lift.getValue() : end;
  }

  private static List<Group> exposures(Findings findings) {
    List<Group> exposures = new ArrayList<>();
    findings.metrics().stream()
        .filter(
            metric ->
                metric.getVariant() == Variant.BASE
                    && metric.getMetric().startsWith(Exposure.METRIC))
        .sorted(Comparator.comparingLong(ReportCharts::leastUsers))
        .forEach(
            before ->
                findings
                    .metric(Variant.REFINED, before.getMetric(), null, Slice.ALL)
                    .ifPresent(
                        after ->
                            exposures.add(
                                new Group(
                                    users(leastUsers(before)),
                                    before.getN(),
                                    before.getValue(),
                                    after.getValue()))));
    return exposures;
  }

  private static long leastUsers(Metric metric) {
    return Long.parseLong(metric.getMetric().substring(Exposure.METRIC.length()));
  }

  /** Such as 4–7: a group ends where the next begins, at twice as many. */
  private static String users(long least) {
    return least < 2
        ? Long.toString(least)
        : String.format(Locale.ROOT, "%,d–%,d", least, 2 * least - 1);
  }

  private static List<Tenth> reliability(Findings findings) {
    List<Tenth> tenths = new ArrayList<>();
    for (int tenth = 0; tenth < 10; tenth++) {
      String from = "0." + tenth;
      Optional<Metric> predicted =
          findings.metric(Variant.REFINED, PREDICTED + from, null, Slice.ALL);
      Optional<Metric> observed =
          findings.metric(Variant.REFINED, OBSERVED + from, null, Slice.ALL);
      if (predicted.isPresent() && observed.isPresent()) {
        tenths.add(
            new Tenth(
                predicted.get().getValue(), observed.get().getValue(), predicted.get().getN()));
      }
    }
    return tenths;
  }
}
