package org.llmi2i.pipelines.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.RunCounts;
import org.llmi2i.pipelines.cli.RunRecord;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.train.TrainLog;
import org.llmi2i.pipelines.write.Files;
import org.llmi2i.pipelines.write.RecordJson;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Run;

/** Writes what a language model is tuned on. */
public final class TuningDataProgram implements Program {
  /** Made when a run needs it: every start of any program loads this class. */
  private static ObjectMapper json() {
    return new ObjectMapper();
  }

  @Override
  public String name() {
    return "tuning-data";
  }

  @Override
  public String summary() {
    return "Write files to tune a language model on your log, as generator and as discriminator.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return TuningDataOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    TuningDataOptions options = Options.parse(TuningDataOptions.class, arguments);
    Instant started = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String runId = RunOutput.runId(started);
    LocalRun.prepare(options);
    RunOutput output = RunOutput.files(options.getOutput(), runId, options);
    Rejector rejector = new Rejector("", runId, started);
    TrainLog.check(options, rejector);
    Pipeline pipeline = Pipeline.create(options);
    new TuningDataPipeline(options, output.partial(), rejector).setUp(pipeline);
    output.create();
    PipelineResult result = LocalRun.run(pipeline, output);
    Run run = RunRecord.of(runId, started, TuningDataOptions.class, options, RunCounts.of(result));
    try (OutputStream out = Files.create(output.partial() + "/run.json")) {
      json().writerWithDefaultPrettyPrinter().writeValue(out, RecordJson.of(run));
    }
    output.complete(run);
    JsonNode sets;
    try (InputStream in = Files.open(output.published() + "/" + TuningDataPipeline.SUMMARY)) {
      sets = json().readTree(in).get("sets");
    }
    String latest = output.publish();
    System.out.println(text(sets, run, options.getHistoryLength()));
    System.out.println("Files: " + latest);
  }

  /** What was written, for people. */
  static String text(JsonNode sets, Run run, int historyLength) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-26s %9s %7s %13s %14s%n",
            "set",
            "examples",
            "users",
            "tokens asked",
            "tokens answered"));
    for (JsonNode set : sets) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-26s %,9d %,7d %,13d %,15d%n",
              set.get("set").asText(),
              set.get("examples").asLong(),
              set.get("users").asLong(),
              set.get("input_tokens").asLong(),
              set.get("output_tokens").asLong()));
    }
    long untitled = run.getCounts().getOrDefault("GeneratorTuning.untitled", 0L);
    if (untitled > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "Left out: %,d pairs of a user and an item, for the item has no title.%n",
              untitled));
    }
    return text.append("A model tuned on them is to be run with --historyLength=")
        .append(historyLength)
        .append('.')
        .toString();
  }
}
