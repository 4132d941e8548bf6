package org.llmi2i.pipelines.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** Findings with figures of one's choice, to be told to people. */
final class Figured {
  private final List<Metric> metrics = new ArrayList<>();
  private final Run run =
      Run.newBuilder()
          .setRunId("20240101T000000000")
          .setStartedAt(Instant.parse("2024-01-01T00:00:00Z"))
          .setFinishedAt(Instant.parse("2024-01-01T00:01:00Z"))
          .setOptions(Map.of("llm", "embedded"))
          .setVersions(Map.of())
          .setCounts(Map.of())
          .build();

  /** A run that found nothing. */
  static Figured nothing() {
    return new Figured();
  }

  /** A run whose tail recall rose from 0.10 to 0.15, while that of all items held at 0.2. */
  static Figured lift() {
    return nothing()
        .with(Variant.BASE, "Recall", 50, Slice.TAIL, 0.10)
        .with(Variant.REFINED, "Recall", 50, Slice.TAIL, 0.15)
        .with(Variant.REFINED, "RecallDifference", 50, Slice.TAIL, 0.05, 0.01, 0.09)
        .with(Variant.REFINED, "RecallLift", 50, Slice.TAIL, 0.5, 0.1, 0.9)
        .with(Variant.BASE, "Recall", 50, Slice.ALL, 0.2)
        .with(Variant.REFINED, "Recall", 50, Slice.ALL, 0.2)
        .with(Variant.REFINED, "RecallDifference", 50, Slice.ALL, 0, -0.01, 0.01)
        .with(Variant.REFINED, "RecallLift", 50, Slice.ALL, 0, -0.05, 0.05)
        .with(Variant.REFINED, "RecallOverRandom", 50, Slice.TAIL, 0.07, 0.03, 0.11)
        .with(Variant.RANDOM_CONTROL, "RecallLift", 50, Slice.TAIL, -0.2, -0.3, -0.1);
  }

  Figured with(Variant variant, String name, @Nullable Integer k, Slice slice, double value) {
    return put(variant, name, k, slice, value, null, null);
  }

  Figured with(
      Variant variant,
      String name,
      @Nullable Integer k,
      Slice slice,
      double value,
      double low,
      double high) {
    return put(variant, name, k, slice, value, low, high);
  }

  private Figured put(
      Variant variant,
      String name,
      @Nullable Integer k,
      Slice slice,
      double value,
      @Nullable Double low,
      @Nullable Double high) {
    without(variant, name, slice);
    metrics.add(
        new Metric(run.getRunId(), variant, "cosine", name, k, slice, value, low, high, 1234L));
    return this;
  }

  Figured without(Variant variant, String name, Slice slice) {
    metrics.removeIf(
        metric ->
            metric.getVariant() == variant
                && metric.getMetric().equals(name)
                && metric.getSlice() == slice);
    return this;
  }

  Figured counts(Map<String, Long> counts) {
    run.setCounts(new TreeMap<>(counts));
    return this;
  }

  Figured options(Map<String, String> options) {
    run.setOptions(new TreeMap<>(options));
    return this;
  }

  Figured asked(long calls, long tokens) {
    run.setLlmCalls(calls);
    run.setInputTokens(tokens);
    return this;
  }

  Findings findings() {
    return new Findings(metrics, run);
  }
}
