package org.llmi2i.pipelines.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.llmi2i.schemas.Run;

/** Writes down what a run was and did, from its options and the runner's counters. */
public final class RunRecord {
  private RunRecord() {}

  /**
   * The record of a run that ends now.
   *
   * @param type the options that are noted
   */
  public static Run of(
      String runId,
      Instant started,
      Class<? extends ProgramOptions> type,
      ProgramOptions options,
      Map<String, Long> counts) {
    Map<String, String> versions = new TreeMap<>();
    versions.put("java", System.getProperty("java.version"));
    versions.put("beam", ReleaseInfo.getReleaseInfo().getVersion());
    String product = RunRecord.class.getPackage().getImplementationVersion();
    versions.put("llm-i2i", product == null ? "development" : product);
    return Run.newBuilder()
        .setRunId(runId)
        .setStartedAt(started)
        .setFinishedAt(Instant.now().truncatedTo(ChronoUnit.MICROS))
        .setOptions(Options.describe(type, options))
        .setVersions(versions)
        .setCounts(counts)
        .setLlmCalls(counts.getOrDefault("LanguageModel.calls", 0L))
        .setInputTokens(counts.getOrDefault("LanguageModel.inputTokens", 0L))
        .setOutputTokens(counts.getOrDefault("LanguageModel.outputTokens", 0L))
        .setCost(counts.getOrDefault("LanguageModel.costNanos", 0L) / 1e9)
        .build();
  }
}
