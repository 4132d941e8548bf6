package org.llmi2i.pipelines.refine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.progress.StageClock;
import org.llmi2i.schemas.Run;

/** Writes down what a run was and did, from its options and the runner's counters. */
final class RunRecord {
  private RunRecord() {}

  static Run of(String runId, Instant started, RefineOptions options, PipelineResult result) {
    Map<String, Long> counts = counts(result);
    Map<String, String> versions = new TreeMap<>();
    versions.put("java", System.getProperty("java.version"));
    versions.put("beam", ReleaseInfo.getReleaseInfo().getVersion());
    String product = RunRecord.class.getPackage().getImplementationVersion();
    versions.put("llm-i2i", product == null ? "development" : product);
    return Run.newBuilder()
        .setRunId(runId)
        .setStartedAt(started)
        .setFinishedAt(Instant.now().truncatedTo(ChronoUnit.MICROS))
        .setOptions(Options.describe(RefineOptions.class, options))
        .setVersions(versions)
        .setCounts(counts)
        .setLlmCalls(counts.getOrDefault("LanguageModel.calls", 0L))
        .setInputTokens(counts.getOrDefault("LanguageModel.inputTokens", 0L))
        .setOutputTokens(counts.getOrDefault("LanguageModel.outputTokens", 0L))
        .setCost(0)
        .build();
  }

  /** Our counters as stage.name; of a stage's clock the seconds from its start to its end. */
  private static Map<String, Long> counts(PipelineResult result) {
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
        clocks.merge(clock.getName().getNamespace(), clock.getAttempted(), RunRecord::together);
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
