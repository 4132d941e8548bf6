package org.llmi2i.pipelines.refine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.RunCounts;
import org.llmi2i.pipelines.cli.RunRecord;
import org.llmi2i.pipelines.report.DryRunText;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.pipelines.report.HtmlReport;
import org.llmi2i.pipelines.report.SummaryText;
import org.llmi2i.pipelines.write.RecordJson;
import org.llmi2i.pipelines.write.RunFolder;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Run;

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

  /** Runs the main job, publishes its folder and prints the summary. */
  public static void refine(RefineOptions options) throws IOException {
    Instant started = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String runId = RunFolder.runId(started);
    int workers = LocalRun.prepare(options);
    if (options.getLlmWorkers() == 0) {
      options.setLlmWorkers(workers);
    }
    RunFolder folder = RunFolder.of(Path.of(options.getOutput()), runId);
    RefinePipeline refine =
        new RefinePipeline(options, folder.partial().toString(), new Rejector("", runId, started));
    refine.check();
    Pipeline pipeline = Pipeline.create(options);
    refine.setUp(pipeline);
    if (options.isDryRun()) {
      System.out.print(DryRunText.of(RunCounts.of(LocalRun.run(pipeline))));
      return;
    }
    folder.create();
    PipelineResult result = LocalRun.run(pipeline, folder);
    Run run = RunRecord.of(runId, started, RefineOptions.class, options, result);
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.partial().resolve("run.json").toFile(), RecordJson.of(run));
    Findings findings = Findings.read(folder.written("metrics.json"), run);
    HtmlReport.write(
        findings,
        options.getReportItems() > 0 ? folder.written("explorer.json") : null,
        folder.partial().resolve("report.html"));
    Path latest = folder.publish();
    System.out.println(SummaryText.of(findings));
    System.out.println("Report: " + latest.resolve("report.html"));
  }
}
