package org.llmi2i.pipelines.report;

import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** Figures as people read them. */
final class Figures {
  private static final String NONE = "–";

  private Figures() {}

  static String share(Optional<Metric> metric) {
    return metric.map(value -> share(value.getValue())).orElse(NONE);
  }

  static String share(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** A share in percent; {@link #percent(double)} is of a change. */
  static String shareInPercent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }

  static String percent(double value) {
    return String.format(Locale.ROOT, "%+.0f %%", value * 100);
  }

  static String percent(Optional<Metric> metric) {
    return metric.map(value -> percent(value.getValue())).orElse(NONE);
  }

  /** The interval of a share, or nothing. */
  static String interval(Optional<Metric> metric) {
    return interval(metric, Figures::share, Figures::share);
  }

  static String percentInterval(Optional<Metric> metric) {
    return interval(metric, Figures::percent, Figures::percent);
  }

  /** The interval of a {@link #shareInPercent}, or nothing. */
  static String shareInPercentInterval(Optional<Metric> metric) {
    return interval(
        metric, low -> String.format(Locale.ROOT, "%.2f", low * 100), Figures::shareInPercent);
  }

  private static String interval(
      Optional<Metric> metric, DoubleFunction<String> low, DoubleFunction<String> high) {
    return metric
        .filter(value -> value.getCiLow() != null && value.getCiHigh() != null)
        .map(value -> low.apply(value.getCiLow()) + " to " + high.apply(value.getCiHigh()))
        .orElse("");
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  static String dollars(double cost) {
    return String.format(Locale.ROOT, cost > 0 && cost < 0.1 ? "$%.4f" : "$%.2f", cost);
  }

  /** The verdict in one sentence. */
  static String sentence(Findings findings) {
    Findings.Verdict verdict = findings.verdict();
    if (verdict == Findings.Verdict.NOT_MEASURED) {
      return "Not measured: no user of the train log has a new item in the holdout.";
    }
    return (verdict == Findings.Verdict.LIFT ? "The refinement helps: " : "No lift: ")
        + change(findings, Variant.REFINED, Slice.TAIL, "tail recall@50")
        + "; "
        + change(findings, Variant.REFINED, Slice.ALL, "recall@50 of all items")
        + "; with random users in place of the model's, tail recall "
        + percent(findings.metric(Variant.RANDOM_CONTROL, "RecallLift", Findings.K, Slice.TAIL))
        + simplerWay(findings, Variant.POPULARITY_CONTROL, "with the most active users")
        + simplerWay(findings, Variant.TITLE_SIMILARITY, "by titles alone")
        + ".";
  }

  /** What another way brings without a model, if it was measured. */
  private static String simplerWay(Findings findings, Variant variant, String how) {
    Optional<Metric> tail = findings.metric(variant, "RecallLift", Findings.K, Slice.TAIL);
    Optional<Metric> all = findings.metric(variant, "RecallLift", Findings.K, Slice.ALL);
    return tail.isEmpty() || all.isEmpty()
        ? ""
        : ", " + how + " " + percent(tail) + " (of all items " + percent(all) + ")";
  }

  private static String change(Findings findings, Variant variant, Slice slice, String what) {
    Optional<Metric> lift = findings.metric(variant, "RecallLift", Findings.K, slice);
    String interval = percentInterval(lift);
    return what
        + " "
        + share(findings.metric(Variant.BASE, "Recall", Findings.K, slice))
        + " to "
        + share(findings.metric(variant, "Recall", Findings.K, slice))
        + " ("
        + percent(lift)
        + (interval.isEmpty() ? "" : ", 95 % interval " + interval)
        + ")";
  }
}
