package org.llmi2i.pipelines.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.RunRecord;
import org.llmi2i.pipelines.train.TrainLog;
import org.llmi2i.pipelines.write.RecordJson;
import org.llmi2i.pipelines.write.RunFolder;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Run;

/** Writes what a language model is tuned on. */
public final class TuningDataProgram implements Program {
  private static final ObjectMapper JSON = new ObjectMapper();

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
    String runId = RunFolder.runId(started);
    LocalRun.prepare(options);
    RunFolder folder = RunFolder.of(Path.of(options.getOutput()), runId);
    Rejector rejector = new Rejector("", runId, started);
    TrainLog.check(options, rejector);
    Pipeline pipeline = Pipeline.create(options);
    new TuningDataPipeline(options, folder.partial().toString(), rejector).setUp(pipeline);
    folder.create();
    PipelineResult result = LocalRun.run(pipeline, folder);
    Run run = RunRecord.of(runId, started, TuningDataOptions.class, options, result);
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.partial().resolve("run.json").toFile(), RecordJson.of(run));
    Path latest = folder.publish();
    JsonNode sets = JSON.readTree(latest.resolve(TuningDataPipeline.SUMMARY).toFile()).get("sets");
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
