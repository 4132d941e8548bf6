package org.llmi2i.pipelines.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.RunCounts;
import org.llmi2i.pipelines.cli.RunRecord;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.read.InputException;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.pipelines.report.MetricsText;
import org.llmi2i.pipelines.write.Files;
import org.llmi2i.rejected.Rejector;

/** Compares I2I tables, of whatever system, on a holdout. */
public final class EvaluateProgram implements Program {
  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String summary() {
    return "Compare I2I tables, from this or any other system, on a holdout.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return EvaluateOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    EvaluateOptions options = Options.parse(EvaluateOptions.class, arguments);
    LocalRun.prepare(options);
    Instant started = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String runId = RunOutput.runId(started);
    EvaluatePipeline evaluate = new EvaluatePipeline(options, new Rejector("", runId, started));
    evaluate.check();
    FileSystems.setDefaultPipelineOptions(options);
    String output = options.getOutput();
    Pipeline pipeline = Pipeline.create(options);
    evaluate.setUp(pipeline);
    PipelineResult result = LocalRun.run(pipeline);
    Findings findings;
    try (InputStream metrics = Files.open(output + "/metrics.json")) {
      findings =
          Findings.read(
              metrics,
              RunRecord.of(runId, started, EvaluateOptions.class, options, RunCounts.of(result)));
    }
    if (findings.metrics().isEmpty()) {
      throw new InputException(
          options.getHoldout() + ": no user of " + options.getTrain() + " has a new item in it");
    }
    String text = MetricsText.of(findings);
    Files.write(output + "/metrics.md", text);
    System.out.print(text);
    long rejected =
        findings.count("ReadNeighbors.rejected")
            + findings.count("ReadNeighbors.repeated")
            + findings.count("ReadTrain.rejected")
            + findings.count("ReadHoldout.rejected");
    if (rejected > 0) {
      System.out.println("\n" + rejected + " rows could not be used: see " + output + "/rejected");
    }
  }
}
