package org.llmi2i.pipelines.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.llmi2i.cooccurrence.CoOccurrence;
import org.llmi2i.history.Histories;
import org.llmi2i.history.History;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.read.ColumnMapping;
import org.llmi2i.pipelines.read.ReadInteractions;
import org.llmi2i.pipelines.read.RequireUsers;
import org.llmi2i.pipelines.refine.RefineSettings;
import org.llmi2i.pipelines.write.WriteTable;
import org.llmi2i.rejected.Rejector;

/** Makes an I2I table of a log. */
public final class TableProgram implements Program {
  @Override
  public String name() {
    return "table";
  }

  @Override
  public String summary() {
    return "Make an I2I table of any log; no catalogue needed.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return TableOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    TableOptions options = Options.parse(TableOptions.class, arguments);
    LocalRun.prepare(options);
    read(options).check();
    Path output = Path.of(options.getOutput()).toAbsolutePath();
    Path partial = partial(output);
    Pipeline pipeline = Pipeline.create(options);
    setUp(pipeline, options, partial.toString());
    PipelineResult result = LocalRun.run(pipeline);
    Files.move(
        Path.of(partial + ".csv"),
        output,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    System.out.printf(
        "%s: from %,d interactions; %,d rows of the log could not be used%n",
        options.getOutput(), count(result, "records"), count(result, "rejected"));
  }

  private static ReadInteractions read(TableOptions options) {
    return ReadInteractions.from(
            options.getInteractions(), new Rejector("", "table", Instant.now()))
        .withColumns(
            ColumnMapping.parse(
                "interactionColumns", options.getInteractionColumns(), ReadInteractions.fields()))
        .withEventTimeOptional();
  }

  private static CoOccurrence.Table table(TableOptions options) {
    return CoOccurrence.of(
            RefineSettings.similarity(
                options.getSimilarity(), options.getShrinkage(), options.getSeed()))
        .withK(options.getK())
        .withMinUserBehavior(options.getMinUserBehavior())
        .withMaxUserBehavior(options.getMaxUserBehavior())
        .withMinSupport(options.getMinSupport())
        .withSeed(options.getSeed());
  }

  static void setUp(Pipeline pipeline, TableOptions options, String path) {
    PCollectionTuple log = pipeline.apply("ReadInteractions", read(options));
    PCollection<History> histories =
        log.get(ReadInteractions.INTERACTIONS).apply("Histories", Histories.collect());
    histories.apply(
        "RequireUsers",
        RequireUsers.of(options.getInteractions(), log.get(ReadInteractions.REJECTED)));
    histories.apply("CoOccurrence", table(options)).apply("Write", WriteTable.csv(path));
  }

  /** A name beside the output, so that the table appears there whole or not at all. */
  private static Path partial(Path output) {
    try {
      Files.createDirectories(output.getParent());
      Path probe = Files.createTempFile(output.getParent(), output.getFileName() + ".", ".partial");
      Files.delete(probe);
      return probe;
    } catch (IOException e) {
      throw new IllegalArgumentException("output: cannot write " + output + ": " + e, e);
    }
  }

  private static long count(PipelineResult result, String name) {
    long sum = 0;
    for (MetricResult<Long> counter :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("ReadInteractions", name))
                    .build())
            .getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }
}
