package org.llmi2i.pipelines.evaluate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.read.InputException;
import org.llmi2i.pipelines.table.TableProgram;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Rejected;

/**
 * {@link EvaluateProgram} on a log that a reader can reckon with: u and v have a; in the holdout u
 * takes h and t, v takes t. The base knows h only; the other table t too, but after h.
 */
public class EvaluateProgramTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path folder;

  @Before
  public void files() throws IOException {
    folder = temporary.getRoot().toPath().toRealPath();
    write("train.csv", "user_id,item_id,event_time", "u,a,1704067200", "v,a,1704067200");
    write("holdout.csv", "user_id,item_id", "u,h", "u,t", "v,t");
    write("base.csv", "item_id,neighbor_id,rank,score", "a,h,1,1.0");
    write("other.csv", "score,item_id,neighbor_id,note", "0.5,a,t,x", "1.0,a,h,y");
  }

  @Test
  public void metricsAreNamedByTheFilesAndComparedToTheFirst() throws IOException {
    run("out", "base.csv", "other.csv");
    Map<String, Double> recalls = new TreeMap<>();
    for (JsonNode metric : metrics("out")) {
      String name = metric.get("metric").asText();
      if (name.startsWith("Recall") && !name.endsWith("PValue") && metric.get("k").asInt() == 10) {
        String slice = metric.get("slice").asText();
        recalls.put(
            metric.get("variant").asText()
                + " "
                + metric.get("similarity").asText()
                + " "
                + name
                + " "
                + slice,
            metric.get("value").asDouble());
      }
    }
    assertEquals(
        Map.of(
            "BASE base Recall ALL", 0.25,
            "BASE base Recall COLD", 0.25,
            "COMPARED other Recall ALL", 1.0,
            "COMPARED other Recall COLD", 1.0,
            "COMPARED other RecallDifference ALL", 0.75,
            "COMPARED other RecallDifference COLD", 0.75,
            "COMPARED other RecallLift ALL", 3.0,
            "COMPARED other RecallLift COLD", 3.0),
        recalls);
  }

  @Test
  public void theTableForPeopleIsPrintedAndWritten() throws IOException {
    String printed = run("out", "base.csv", "other.csv");
    String written = Files.readString(folder.resolve("out/metrics.md"));
    assertEquals(written, printed);
    List<String> lines = written.lines().toList();
    assertEquals("| metric | base | other |", lines.get(0));
    assertEquals("| --- | --- | --- |", lines.get(1));
    assertEquals("Recall@10", lines.get(2).substring(2, 11));
    assertEquals("0.2500", lines.get(2).substring(14, 20));
    assertEquals("1.0000 (+300 %, p 0.0", lines.get(2).substring(23, 44));
    assertEquals("2 users", lines.get(lines.size() - 1).substring(0, 7));
  }

  @Test
  public void bothRunnersMeasureTheSameToTheLastBit() throws IOException {
    run("flink", "base.csv", "other.csv");
    run("direct", new String[] {"--runner=DirectRunner"}, "base.csv", "other.csv");
    assertEquals(
        Files.readString(folder.resolve("flink/metrics.md")),
        Files.readString(folder.resolve("direct/metrics.md")));
    assertEquals(figures("flink"), figures("direct"));
  }

  @Test
  public void theOrderOfRowsDoesNotMatter() throws IOException {
    write("others.csv", "score,item_id,neighbor_id", "1.0,a,h", "0.9,b,h", "0.5,a,t");
    run("one", "base.csv", "others.csv");
    write("others.csv", "score,item_id,neighbor_id", "0.5,a,t", "0.9,b,h", "1.0,a,h");
    run("two", "base.csv", "others.csv");
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("one/metrics.md")),
        Files.readAllBytes(folder.resolve("two/metrics.md")));
  }

  @Test
  public void pricesComeFromTheCatalogue() throws IOException {
    write("items.csv", "item_id,title,price", "h,H,9", "t,T,1");
    run("out", new String[] {"--items=" + folder.resolve("items.csv")}, "base.csv");
    for (JsonNode metric : metrics("out")) {
      if (metric.get("metric").asText().equals("GMVRecall")
          && metric.get("slice").asText().equals("ALL")) {
        // u finds 9 of 10, v nothing.
        assertEquals(0.45, metric.get("value").asDouble(), 1e-12);
      }
    }
  }

  @Test
  public void rowsThatCannotBeUsedAreRejectedWithTheirReason() throws IOException {
    write(
        "bad.csv",
        "item_id,neighbor_id,score",
        "a,h,1.0",
        "a,h,0.5",
        ",h,1",
        "a,,1",
        "a,t,much",
        "a,t,",
        "a,t,NaN",
        "a,t");
    String printed = run("out", "bad.csv");
    List<String> reasons = new ArrayList<>();
    for (Rejected rejected : rejected("out")) {
      reasons.add(rejected.getStage() + " " + rejected.getReason() + ": " + rejected.getDetail());
    }
    reasons.sort(null);
    assertEquals(
        List.of(
            "ReadNeighbors INVALID_SCORE: score is empty",
            "ReadNeighbors INVALID_SCORE: score is not a number: NaN",
            "ReadNeighbors INVALID_SCORE: score is not a number: much",
            "ReadNeighbors MALFORMED_ROW: the row has 2 columns, the header 3",
            "ReadNeighbors MISSING_ITEM_ID: item_id is empty",
            "ReadNeighbors MISSING_NEIGHBOR_ID: neighbor_id is empty",
            "ReadNeighbors REPEATED_NEIGHBOR: a has h already, with the score 1.0"),
        reasons);
    assertEquals(
        "7 rows could not be used: see " + folder.resolve("out") + "/rejected",
        printed.lines().toList().get((int) printed.lines().count() - 1));
  }

  @Test
  public void aTableMayBeSeveralFilesThatRepeatANeighbor() throws IOException {
    write("part1.csv", "item_id,neighbor_id,score", "a,t,0.5", "a,h,0.2");
    write("part2.csv", "neighbor_id,score,item_id", "h,1.0,a");
    run("out", "base.csv", "part?.csv");
    run("whole", "base.csv", "other.csv");
    assertEquals(
        Files.readString(folder.resolve("whole/metrics.md")).replace(" other ", " part? "),
        Files.readString(folder.resolve("out/metrics.md")));
    assertEquals(
        List.of("a has h already, with the score 1.0"),
        rejected("out").stream().map(Rejected::getDetail).toList());
  }

  @Test
  public void aSimilarityStandsForTheTableThatARunMakes() throws IOException {
    write(
        "train.csv",
        "user_id,item_id,event_time",
        Stream.of("u,a", "u,b", "v,a", "v,b", "v,h", "w,b", "w,t", "w,h")
            .map(pair -> pair + ",1704067200")
            .toArray(String[]::new));
    new TableProgram()
        .run(
            new String[] {
              "--interactions=" + folder.resolve("train.csv"),
              "--output=" + folder.resolve("cosine.csv"),
              "--similarity=cosine",
              "--shrinkage=5",
              "--k=50"
            });
    run("file", "cosine.csv");
    List<String> figures = figures("file");
    runWith("made", "--tables=cosine");
    assertEquals(figures, figures("made"));
    runWith("both", "--tables=" + folder.resolve("base.csv") + ", swing");
    assertEquals(
        "| metric | base | swing |", Files.readAllLines(folder.resolve("both/metrics.md")).get(0));
  }

  @Test
  public void mistakesAreToldBeforeAnythingRuns() throws IOException {
    assertRefused("no-such.csv: no such file", "no-such.csv");
    write("ranks.csv", "item_id,neighbor_id,rank", "a,h,1");
    assertRefused(
        "ranks.csv: no column for score; columns found: item_id, neighbor_id, rank", "ranks.csv");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> run("out", "base.csv", "base.csv"));
    assertEquals(
        "tables: must be files or similarities of different names, separated by commas, got "
            + folder.resolve("base.csv")
            + ","
            + folder.resolve("base.csv"),
        e.getMessage());
  }

  @Test
  public void whatIsTrainedInThisProcessIsRefusedOnACluster() {
    EvaluateOptions options = PipelineOptionsFactory.as(EvaluateOptions.class);
    options.setRunner(FlinkRunner.class);
    options.as(FlinkPipelineOptions.class).setFlinkMaster("localhost:1");
    options.setTables("cosine,bpr");
    Rejector rejector = new Rejector("", "run", Instant.EPOCH);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new EvaluatePipeline(options, rejector));
    assertEquals(
        "tables: bpr and two-tower train in this process, not on a cluster or Dataflow; take another"
            + " there, got bpr",
        e.getMessage());
  }

  @Test
  public void aHoldoutWithoutNewItems() throws IOException {
    write("holdout.csv", "user_id,item_id", "u,a", "stranger,h");
    InputException e = assertThrows(InputException.class, () -> run("out", "base.csv"));
    assertEquals(
        folder.resolve("holdout.csv")
            + ": no user of "
            + folder.resolve("train.csv")
            + " has a new item in it",
        e.getMessage());
  }

  private void assertRefused(String message, String... tables) {
    InputException e = assertThrows(InputException.class, () -> run("out", tables));
    assertEquals(folder + "/" + message, e.getMessage());
  }

  private String run(String output, String... tables) throws IOException {
    return run(output, new String[0], tables);
  }

  /** Runs the program, and returns what it printed. */
  private String run(String output, String[] more, String... tables) throws IOException {
    List<String> files =
        Arrays.stream(tables).map(table -> folder.resolve(table).toString()).toList();
    List<String> all = new ArrayList<>(List.of("--tables=" + String.join(",", files)));
    all.addAll(Arrays.asList(more));
    return runWith(output, all.toArray(String[]::new));
  }

  private String runWith(String output, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--train=" + folder.resolve("train.csv"),
                "--holdout=" + folder.resolve("holdout.csv"),
                "--output=" + folder.resolve(output)));
    arguments.addAll(Arrays.asList(more));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      new EvaluateProgram().run(arguments.toArray(String[]::new));
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void write(String file, String header, String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(header));
    all.addAll(Arrays.asList(lines));
    Files.write(folder.resolve(file), all);
  }

  private JsonNode metrics(String output) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve(output).resolve("metrics.json").toFile())
        .get("metrics");
  }

  /** All metrics, but the run that they are of. */
  private List<String> figures(String output) throws IOException {
    List<String> figures = new ArrayList<>();
    for (JsonNode metric : metrics(output)) {
      figures.add(metric.toString().replaceFirst("\"run_id\":\"[^\"]*\"", ""));
    }
    return figures;
  }

  private List<Rejected> rejected(String output) throws IOException {
    List<Rejected> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(output).resolve("rejected"))) {
      for (Path file : files.toList()) {
        try (DataFileReader<Rejected> reader =
            new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(Rejected.class))) {
          reader.forEach(records::add);
        }
      }
    }
    return records;
  }
}
