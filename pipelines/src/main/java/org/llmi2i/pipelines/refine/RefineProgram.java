package org.llmi2i.pipelines.refine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.llmi2i.pipelines.bigquery.BigQueryMethod;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.RunCounts;
import org.llmi2i.pipelines.cli.RunRecord;
import org.llmi2i.pipelines.ledger.Ledger;
import org.llmi2i.pipelines.llm.LlmSettings;
import org.llmi2i.pipelines.publish.QualityGate;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.report.DryRunText;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.pipelines.report.HtmlReport;
import org.llmi2i.pipelines.report.MetricsText;
import org.llmi2i.pipelines.report.SummaryText;
import org.llmi2i.pipelines.write.Files;
import org.llmi2i.pipelines.write.RecordJson;
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
    String runId = RunOutput.runId(started);
    QualityGate gate = RefineSettings.choice("publish", options.getPublish(), QualityGate.class);
    RefineSettings.choice("bigQueryMethod", options.getBigQueryMethod(), BigQueryMethod.class);
    int workers = LocalRun.prepare(options);
    if (options.getLlmWorkers() == 0) {
      options.setLlmWorkers(workers);
    }
    Rejector rejector = new Rejector("", runId, started);
    RunOutput output = RunOutput.of(options.getOutput(), runId, options);
    Ledger ledger = Ledger.of(LlmSettings.ledger(options, options.getOutput()), runId, options);
    RefinePipeline refine =
        new RefinePipeline(
            options, output.sink(options.getSimilarity(), rejector), ledger, rejector);
    refine.check();
    Pipeline pipeline = Pipeline.create(options);
    refine.setUp(pipeline);
    if (options.isDryRun()) {
      System.out.print(DryRunText.of(RunCounts.of(LocalRun.run(pipeline))));
      return;
    }
    output.create();
    PipelineResult result = LocalRun.run(pipeline, output);
    ledger.settle(options);
    Run run = RunRecord.of(runId, started, RefineOptions.class, options, result);
    Findings findings = complete(output, run, options.getReportItems() > 0);
    System.out.println(SummaryText.of(findings));
    if (gate.opens(findings)) {
      System.out.println("Published: " + output.publish());
    } else {
      System.out.println(gate.told(findings, output.latest(), options.getOutput()));
    }
    System.out.println("Report: " + output.published() + "/report.html");
  }

  /** Writes what is known of a run at its end, which makes it whole. */
  private static Findings complete(RunOutput output, Run run, boolean explored) throws IOException {
    Findings findings;
    try (InputStream in = Files.open(output.written("metrics.json"))) {
      findings = Findings.read(in, run);
    }
    Files.write(output.partial() + "/metrics.md", MetricsText.of(findings));
    try (InputStream explorer = explored ? Files.open(output.written("explorer.json")) : null;
        OutputStream out = Files.create(output.partial() + "/report.html")) {
      HtmlReport.write(findings, explorer, out);
    }
    try (OutputStream out = Files.create(output.partial() + "/run.json")) {
      new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(out, RecordJson.of(run));
    }
    output.complete(run);
    return findings;
  }
}
