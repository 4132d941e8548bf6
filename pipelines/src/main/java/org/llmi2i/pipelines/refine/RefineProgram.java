package org.llmi2i.pipelines.refine;

import java.io.IOException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.llmi2i.pipelines.bigquery.BigQueryMethod;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.RunCounts;
import org.llmi2i.pipelines.report.DryRunText;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.pipelines.report.SummaryText;

/** The main job on one's own data. */
public final class RefineProgram implements Program {
  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "Refine a log, make I2I tables of it before and after, and measure what it brought.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return RefineOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    refine(Options.parse(RefineOptions.class, arguments));
  }

  /** Runs the main job, publishes what it made if the gate opens, and prints the summary. */
  public static void refine(RefineOptions options) throws IOException {
    RefineRun run = RefineRun.of(options);
    Pipeline pipeline = run.pipeline();
    if (options.isDryRun()) {
      System.out.print(DryRunText.of(RunCounts.of(LocalRun.run(pipeline))));
      return;
    }
    run.output().create();
    PipelineResult result = LocalRun.run(pipeline, run.output());
    FinishedRun finished = run.finish(RunCounts.of(result));
    System.out.println(SummaryText.of(finished.findings()));
    System.out.println(finished.told());
  }

  /**
   * Runs the main job to measure it: without controls, and of all that it makes only the metrics
   * and what it rejected are kept, in a folder.
   */
  public static Findings measure(RefineOptions options, String folder) throws IOException {
    return measure(options, folder, false);
  }

  /** As {@link #measure}, and keeps the refined log, as Avro in the folder's {@code refined}. */
  public static Findings measureAndKeep(RefineOptions options, String folder) throws IOException {
    return measure(options, folder, true);
  }

  private static Findings measure(RefineOptions options, String folder, boolean keepsLog)
      throws IOException {
    options.setReportItems(0);
    RefineRun run = RefineRun.of(options);
    PipelineResult result = LocalRun.run(run.pipelineThatMeasures(folder, keepsLog));
    return run.measured(folder, RunCounts.of(result));
  }

  /**
   * Starts the main job and returns while it works, as templates must. What {@link #refine} does at
   * the end is the pipeline's last step; the counts of the steps are the runner's to show.
   */
  public static void start(RefineOptions options) {
    if (RefineRun.method(options) == BigQueryMethod.STORAGE_WRITE_API) {
      throw new IllegalArgumentException(
          "bigQueryMethod: a template's job cannot know when rows of storage_write_api can be read;"
              + " take file_loads");
    }
    RefineRun run = RefineRun.of(options);
    run.output().create();
    run.pipelineThatFinishes().run();
  }
}
