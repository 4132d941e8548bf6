package org.llmi2i.pipelines.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/**
 * What a run found: its metrics and counts, and the verdict on them.
 *
 * @param metrics all that were measured
 * @param run what the run was and did
 */
public record Findings(List<Metric> metrics, Run run) {
  /** The length of the lists that the verdict is on. */
  static final int K = 50;

  /** How much of overall recall may go, as a share, before the tables are no better. */
  static final double TOLERANCE = 0.01;

  public Findings {
    metrics = List.copyOf(metrics);
  }

  /** Findings from a file of metrics. */
  public static Findings read(InputStream metricsFile, Run run) throws IOException {
    List<Metric> metrics = new ArrayList<>();
    for (JsonNode node : new ObjectMapper().readTree(metricsFile).get("metrics")) {
      metrics.add(
          new Metric(
              node.get("run_id").asText(),
              Variant.valueOf(node.get("variant").asText()),
              node.get("similarity").asText(),
              node.get("metric").asText(),
              node.get("k").isNull() ? null : Integer.valueOf(node.get("k").asInt()),
              Slice.valueOf(node.get("slice").asText()),
              node.get("value").asDouble(),
              number(node.get("ci_low")),
              number(node.get("ci_high")),
              node.get("n").asLong()));
    }
    return new Findings(metrics, run);
  }

  private static @Nullable Double number(JsonNode node) {
    return node.isNull() ? null : Double.valueOf(node.asDouble());
  }

  /** A metric, if it was measured. */
  public Optional<Metric> metric(Variant variant, String name, @Nullable Integer k, Slice slice) {
    return metrics.stream()
        .filter(
            metric ->
                metric.getVariant() == variant
                    && metric.getMetric().equals(name)
                    && Objects.equals(metric.getK(), k)
                    && metric.getSlice() == slice)
        .findFirst();
  }

  /** A count of the run; 0 if nothing was counted. */
  public long count(String name) {
    return run.getCounts().getOrDefault(name, 0L);
  }

  /** Whether the refinement helped. */
  public enum Verdict {
    /**
     * Tail recall rose beyond chance, and beyond chance more than with random users in place of the
     * model's; overall recall held.
     */
    LIFT,
    /** One of these does not hold. */
    NO_LIFT,
    /** There was no user to measure on. */
    NOT_MEASURED
  }

  /** Whether the whole interval is. */
  private static boolean isAboveZero(Optional<Metric> metric) {
    return metric.map(Metric::getCiLow).filter(low -> low > 0).isPresent();
  }

  /**
   * The verdict at Recall@50. The other controls do not count in it: interactions of the most
   * active users, or titles alone, may help too. They are simpler ways, and are reported beside.
   */
  public Verdict verdict() {
    Optional<Metric> tail = metric(Variant.REFINED, "RecallDifference", K, Slice.TAIL);
    Optional<Metric> all = metric(Variant.REFINED, "RecallDifference", K, Slice.ALL);
    Optional<Metric> base = metric(Variant.BASE, "Recall", K, Slice.ALL);
    if (tail.isEmpty() || all.isEmpty() || base.isEmpty()) {
      return Verdict.NOT_MEASURED;
    }
    Optional<Metric> overRandom = metric(Variant.REFINED, "RecallOverRandom", K, Slice.TAIL);
    boolean rose = isAboveZero(tail) && isAboveZero(overRandom);
    boolean held = all.get().getValue() >= -TOLERANCE * base.get().getValue();
    return rose && held ? Verdict.LIFT : Verdict.NO_LIFT;
  }
}
