package org.llmi2i.pipelines.refine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.llmi2i.pipelines.bigquery.BigQueryMethod;
import org.llmi2i.pipelines.bigquery.BigQueryName;
import org.llmi2i.pipelines.cli.Dataflow;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.RunRecord;
import org.llmi2i.pipelines.ledger.Ledger;
import org.llmi2i.pipelines.llm.LlmSettings;
import org.llmi2i.pipelines.publish.QualityGate;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.report.Curves;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.pipelines.report.HtmlReport;
import org.llmi2i.pipelines.report.MetricsText;
import org.llmi2i.pipelines.write.Files;
import org.llmi2i.pipelines.write.FilesSink;
import org.llmi2i.pipelines.write.MetricsSink;
import org.llmi2i.pipelines.write.RecordJson;
import org.llmi2i.pipelines.write.RunSink;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Run;

/** One run of the main job: its pipeline, and what is done once that has ended. */
final class RefineRun {
  private final RefineOptions options;
  private final String runId;
  private final Instant started;
  private final RunOutput output;
  private final Ledger ledger;

  private RefineRun(RefineOptions options, String runId) {
    this.options = options;
    this.runId = runId;
    this.started = RunOutput.started(runId);
    this.output = RunOutput.of(options.getOutput(), runId, options);
    this.ledger = Ledger.of(LlmSettings.ledger(options, options.getOutput()), runId, options);
  }

  /**
   * A run that starts now.
   *
   * @throws IllegalArgumentException if an option is out of its range
   */
  static RefineRun of(RefineOptions options) {
    gate(options);
    method(options);
    requireShared(options);
    int workers = LocalRun.prepare(options);
    if (options.getLlmWorkers() == 0) {
      options.setLlmWorkers(workers);
    }
    return named(options, RunOutput.runId(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  /** A run that has started, as a worker sees it. */
  static RefineRun named(RefineOptions options, String runId) {
    return new RefineRun(options, runId);
  }

  static BigQueryMethod method(RefineOptions options) {
    return RefineSettings.choice(
        "bigQueryMethod", options.getBigQueryMethod(), BigQueryMethod.class);
  }

  private static QualityGate gate(RefineOptions options) {
    return RefineSettings.choice("publish", options.getPublish(), QualityGate.class);
  }

  private static void requireShared(RefineOptions options) {
    Dataflow.requireShared(options, "interactions", options.getInteractions());
    Dataflow.requireShared(options, "items", options.getItems());
    Dataflow.requireShared(options, "knownNoise", options.getKnownNoise());
    Dataflow.requireShared(options, "output", options.getOutput());
    Dataflow.requireShared(options, "ledger", options.getLedger());
  }

  RunOutput output() {
    return output;
  }

  /**
   * The whole job but its end, after a look at the inputs.
   *
   * @throws org.llmi2i.pipelines.read.InputException if they cannot be used
   */
  Pipeline pipeline() {
    return pipeline(sink());
  }

  /** As {@link #pipeline()}, with {@link #finish} as its last step. */
  Pipeline pipelineThatFinishes() {
    RunSink sink = sink();
    Pipeline pipeline = pipeline(sink);
    pipeline.apply("Finish", FinishRun.of(runId, sink.written()));
    return pipeline;
  }

  /**
   * The job that only measures: without controls, its metrics go to a folder.
   *
   * @param keepsLog whether the refined log goes there too
   */
  Pipeline pipelineThatMeasures(String folder, boolean keepsLog) {
    return pipeline(
        new RefinePipeline(
                options,
                new MetricsSink(new FilesSink(folder, options.getSimilarity(), runId), keepsLog),
                ledger,
                rejector())
            .withoutControls());
  }

  /** What a run measured whose metrics are in a folder. */
  Findings measured(String folder, Map<String, Long> counts) throws IOException {
    ledger.settle(options);
    try (InputStream in = Files.open(folder + "/metrics.json")) {
      return Findings.read(in, record(counts));
    }
  }

  private Run record(Map<String, Long> counts) {
    return RunRecord.of(runId, started, RefineOptions.class, options, counts);
  }

  private RunSink sink() {
    return output.sink(options.getSimilarity(), rejector());
  }

  private Rejector rejector() {
    return new Rejector("", runId, started);
  }

  private Pipeline pipeline(RunSink sink) {
    return pipeline(new RefinePipeline(options, sink, ledger, rejector()));
  }

  private Pipeline pipeline(RefinePipeline refine) {
    refine.check();
    Pipeline pipeline = Pipeline.create(options);
    refine.setUp(pipeline);
    return pipeline;
  }

  /**
   * Makes the run whole after its pipeline has ended well, and lets it serve if the gate opens. May
   * be done again, as by a worker that was lost.
   *
   * @param counts of the steps, by name
   */
  FinishedRun finish(Map<String, Long> counts) throws IOException {
    ledger.settle(options);
    Findings findings = complete(record(counts));
    QualityGate gate = gate(options);
    boolean opens = gate.opens(findings);
    String told =
        opens
            ? "Published: " + output.publish()
            : gate.told(findings, output.latest(), options.getOutput());
    return new FinishedRun(
        findings, opens, told + "\nReport: " + output.published() + "/report.html");
  }

  private Findings complete(Run run) throws IOException {
    Findings findings;
    try (InputStream in = Files.open(output.written("metrics.json"))) {
      findings = Findings.read(in, run);
    }
    Files.write(output.partial() + "/metrics.md", MetricsText.of(findings));
    Curves curves =
        BigQueryName.isNamed(options.getOutput()) ? Curves.none() : Curves.in(options.getOutput());
    boolean explored = options.getReportItems() > 0;
    try (InputStream explorer = explored ? Files.open(output.written("explorer.json")) : null;
        OutputStream out = Files.create(output.partial() + "/report.html")) {
      HtmlReport.write(findings, curves, explorer, out);
    }
    try (OutputStream out = Files.create(output.partial() + "/run.json")) {
      new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(out, RecordJson.of(run));
    }
    output.complete(run);
    return findings;
  }
}
