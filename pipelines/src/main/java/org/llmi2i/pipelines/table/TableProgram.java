package org.llmi2i.pipelines.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.MoreFiles;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.RecursiveDeleteOption;
import org.llmi2i.cooccurrence.CoOccurrence;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.history.History;
import org.llmi2i.history.TimeDecay;
import org.llmi2i.pipelines.cli.Dataflow;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.RunCounts;
import org.llmi2i.pipelines.read.ColumnMapping;
import org.llmi2i.pipelines.read.InputException;
import org.llmi2i.pipelines.read.ReadHistories;
import org.llmi2i.pipelines.read.ReadInteractions;
import org.llmi2i.pipelines.refine.RefineSettings;
import org.llmi2i.pipelines.write.WriteTable;
import org.llmi2i.rejected.Rejector;

/** Makes an I2I table of a log. */
public final class TableProgram implements Program {
  private static final String CSV = ".csv";

  /** Options that say nothing to a similarity that is trained. */
  private static final Map<String, Function<TableOptions, Object>> OF_COOCCURRENCE =
      Map.of(
          "minUserBehavior", TableOptions::getMinUserBehavior,
          "maxUserBehavior", TableOptions::getMaxUserBehavior,
          "onExcess", TableOptions::getOnExcess,
          "minSupport", TableOptions::getMinSupport,
          "backwardWeight", TableOptions::getBackwardWeight);

  private static final String ROWS_USED = "ReadInteractions.records";
  private static final String ROWS_REJECTED = "ReadInteractions.rejected.";

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
    Dataflow.requireShared(options, "interactions", options.getInteractions());
    Dataflow.requireShared(options, "output", options.getOutput());
    LocalRun.prepare(options);
    read(options).check(options);
    FileSystems.setDefaultPipelineOptions(options);
    Map<String, Long> counts =
        isLocal(options.getOutput()) ? writeFile(options) : writeObject(options);
    System.out.println(options.getOutput() + ": " + rows(counts));
  }

  private static boolean isLocal(String output) {
    return FileSystems.matchNewResource(output, false).getScheme().equals("file");
  }

  private static Map<String, Long> writeFile(TableOptions options) throws IOException {
    Path output = Path.of(options.getOutput()).toAbsolutePath();
    try (PartialFolder partial = PartialFolder.beside(output)) {
      Map<String, Long> counts = write(options, partial.path().resolve("table").toString());
      requireUsers(options, counts);
      Files.move(
          partial.path().resolve("table.csv"),
          output,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return counts;
    }
  }

  /** An object is there as a whole or not at all, so it is written where it belongs. */
  private static Map<String, Long> writeObject(TableOptions options) throws IOException {
    String output = options.getOutput();
    if (!output.endsWith(CSV)) {
      throw new IllegalArgumentException(
          "output: must name an object that ends with " + CSV + ", got " + output);
    }
    Map<String, Long> counts = write(options, output.substring(0, output.length() - CSV.length()));
    try {
      requireUsers(options, counts);
    } catch (InputException e) {
      FileSystems.delete(List.of(FileSystems.matchNewResource(output, false)));
      throw e;
    }
    return counts;
  }

  private static Map<String, Long> write(TableOptions options, String path) {
    Pipeline pipeline = Pipeline.create(options);
    setUp(pipeline, options, path);
    return RunCounts.of(LocalRun.run(pipeline));
  }

  private static void requireUsers(TableOptions options, Map<String, Long> counts) {
    if (counts.getOrDefault("Histories.users", 0L) < 2) {
      throw new InputException(
          options.getInteractions() + ": at least two users are needed; " + rows(counts));
    }
  }

  /** How many rows of the log were used, and why others were not. */
  private static String rows(Map<String, Long> counts) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%,d rows used", counts.getOrDefault(ROWS_USED, 0L)));
    counts.forEach(
        (name, count) -> {
          if (name.startsWith(ROWS_REJECTED)) {
            text.append(
                String.format(
                    Locale.ROOT, ", %,d %s", count, name.substring(ROWS_REJECTED.length())));
          }
        });
    return text.toString();
  }

  private static ReadInteractions read(TableOptions options) {
    return ReadInteractions.from(
            options.getInteractions(), new Rejector("", "table", Instant.now()))
        .withColumns(
            ColumnMapping.parse(
                "interactionColumns", options.getInteractionColumns(), ReadInteractions.fields()))
        .withEventTimeFormat(options.getEventTimeFormat())
        .withEventTimeOptional()
        .withRejectedOnlyCounted();
  }

  private static CoOccurrence.Table table(TableOptions options) {
    return CoOccurrence.of(
            RefineSettings.similarity(
                options.getSimilarity(), options.getShrinkage(), options.getSeed()))
        .withK(options.getK())
        .withMinUserBehavior(options.getMinUserBehavior())
        .withMaxUserBehavior(options.getMaxUserBehavior())
        .withOnExcess(
            RefineSettings.choice("onExcess", options.getOnExcess(), CoOccurrence.OnExcess.class))
        .withMinSupport(options.getMinSupport())
        .withBackwardWeight(options.getBackwardWeight())
        .withBlockMemory(options.getBlockMemoryMiB() << 20)
        .withSeed(options.getSeed());
  }

  private static PTransform<PCollection<History>, PCollection<NeighborRow>> trained(
      TableOptions options) {
    RefineSettings.requireTrainable(options, "similarity", options.getSimilarity());
    TableOptions unchanged = PipelineOptionsFactory.as(TableOptions.class);
    OF_COOCCURRENCE.forEach(
        (name, option) -> {
          if (!option.apply(options).equals(option.apply(unchanged))) {
            throw new IllegalArgumentException(
                name
                    + ": must be "
                    + option.apply(unchanged)
                    + " with --similarity="
                    + options.getSimilarity()
                    + ", got "
                    + option.apply(options));
          }
        });
    return RefineSettings.table(
        options.getSimilarity(), options.getShrinkage(), options.getK(), options.getSeed());
  }

  static void setUp(Pipeline pipeline, TableOptions options, String path) {
    PCollection<History> histories =
        pipeline
            .apply("ReadInteractions", ReadHistories.of(read(options), options.getSeed()))
            .get(ReadHistories.HISTORIES);
    if (options.getHalfLifeDays() != 0) {
      histories = histories.apply("TimeDecay", TimeDecay.halfLife(options.getHalfLifeDays()));
    }
    PCollection<NeighborRow> table =
        RefineSettings.isTrained(options.getSimilarity())
            ? histories.apply("ItemVectors", trained(options))
            : histories.apply("CoOccurrence", table(options));
    table.apply("Write", WriteTable.csv(path));
  }

  /** A folder beside the output, so that the table appears there whole or not at all. */
  private record PartialFolder(Path path) implements Closeable {
    static PartialFolder beside(Path output) {
      if (Files.isDirectory(output)) {
        throw new IllegalArgumentException("output: " + output + " is a folder; name a file in it");
      }
      try {
        Files.createDirectories(output.getParent());
        return new PartialFolder(
            Files.createTempDirectory(output.getParent(), output.getFileName() + ".partial."));
      } catch (IOException e) {
        throw new IllegalArgumentException("output: cannot write " + output + ": " + e, e);
      }
    }

    @Override
    public void close() throws IOException {
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
