package org.llmi2i.pipelines.cli;

import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.llmi2i.progress.StageClock;

/** What the stages of a run counted. */
public final class RunCounts {
  private RunCounts() {}

  /** Counters as {@code stage.name}, clocks as {@code stage.millis} from start to end. */
  public static Map<String, Long> of(PipelineResult result) {
    MetricQueryResults metrics = result.metrics().queryMetrics(MetricsFilter.builder().build());
    Map<String, Long> counts = new TreeMap<>();
    for (MetricResult<Long> counter : metrics.getCounters()) {
      if (!counter.getName().getNamespace().contains(".")) {
        counts.merge(
            counter.getName().getNamespace() + "." + counter.getName().getName(),
            counter.getAttempted(),
            Long::sum);
      }
    }
    Map<String, DistributionResult> clocks = new TreeMap<>();
    for (MetricResult<DistributionResult> clock : metrics.getDistributions()) {
      if (clock.getName().getName().equals(StageClock.METRIC)) {
        clocks.merge(clock.getName().getNamespace(), clock.getAttempted(), RunCounts::together);
      }
    }
    clocks.forEach(
        (stage, clock) -> counts.put(stage + ".millis", clock.getMax() - clock.getMin()));
    return counts;
  }

  private static DistributionResult together(DistributionResult one, DistributionResult other) {
    return DistributionResult.create(
        one.getSum() + other.getSum(),
        one.getCount() + other.getCount(),
        Math.min(one.getMin(), other.getMin()),
        Math.max(one.getMax(), other.getMax()));
  }
}
