package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Neighbor;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Rejected;

/**
 * The whole main job, on both runners: a small generated marketplace to whose log broken rows were
 * added, and to whose catalogue an item that it has already.
 */
public class RefinePipelineTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static final int INTERACTIONS = 5_000;
  private static final int ITEMS = 400;

  /** Broken rows, and what becomes of them. */
  private static final String[][] BROKEN = {
    {",item001,1704067200,purchase,1,1.00", "MISSING_USER_ID: user_id is empty"},
    {"user001,,1704067200,purchase,1,1.00", "MISSING_ITEM_ID: item_id is empty"},
    {"user001,item001,,purchase,1,1.00", "MISSING_EVENT_TIME: event_time is empty"},
    {"user001,item001,soon,purchase,1,1.00", "INVALID_EVENT_TIME: event_time is no time: soon"},
    {
      "user001,item001,20111-01-01,purchase,1,1.00",
      "EVENT_TIME_OUT_OF_RANGE: event_time is not from 1990 to 2099: 20111-01-01"
    },
    {"user001,item001,1704067200,purchase,-1,1.00", "NEGATIVE_QUANTITY: quantity is -1.0"},
    {"user001,item001,1704067200,purchase,1,-1.00", "NEGATIVE_PRICE: price is -1.0"},
    {
      "user001,item001,1704067200", "MALFORMED_ROW: the row has 3 columns, the header 6",
    },
    {"user001,\"item001,1704067200,purchase,1,1.00", "MALFORMED_ROW: broken quoting"}
  };

  private static Path log;
  private static Path items;
  private static Path noise;
  private static Runs.Output direct;
  private static Runs.Output flink;

  @BeforeClass
  public static void runs() throws IOException {
    Path folder = TEMPORARY.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(300, ITEMS, INTERACTIONS), folder);
    log = folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE);
    items = folder.resolve(MarketplaceGenerator.ITEMS_FILE);
    noise = folder.resolve(MarketplaceGenerator.NOISE_FILE);
    List<String> rows = new ArrayList<>(Files.readAllLines(log));
    for (String[] broken : BROKEN) {
      rows.add(rows.size() / 2, broken[0]);
    }
    Files.write(log, rows);
    List<String> catalogue = new ArrayList<>(Files.readAllLines(items));
    catalogue.add(catalogue.get(1));
    Files.write(items, catalogue);
    direct = Runs.run(log, items, "direct", "--runner=DirectRunner", "--knownNoise=" + noise);
    flink = Runs.run(log, items, "flink", "--runner=FlinkRunner", "--knownNoise=" + noise);
  }

  @Test
  public void bothRunnersWriteTheSameTables() throws IOException {
    assertArrayEquals(direct.bytes("i2i-base.csv"), flink.bytes("i2i-base.csv"));
    assertArrayEquals(direct.bytes("i2i-refined.csv"), flink.bytes("i2i-refined.csv"));
    assertFalse(Arrays.equals(flink.bytes("i2i-base.csv"), flink.bytes("i2i-refined.csv")));
  }

  @Test
  public void bothRunnersRefineTheSameAndMeasureTheSame() throws IOException {
    assertEquals(sorted(refined(direct)), sorted(refined(flink)));
    assertEquals(figures(direct), figures(flink));
  }

  @Test
  public void bothRunnersExplainTheSame() throws IOException {
    JsonNode explorer = flink.json("explorer.json");
    assertTrue(explorer.get("users").size() > 0);
    assertEquals(flink.count("Explorer.items"), explorer.get("entries").size());
    assertEquals(direct.json("explorer.json"), explorer);
  }

  @Test
  public void bothRunnersCountTheSame() throws IOException {
    assertEquals(counts(direct), counts(flink));
  }

  @Test
  public void theTablesAreSortedByItemAndRankWithTheBestFirst() throws IOException {
    for (String table : List.of("i2i-base.csv", "i2i-refined.csv")) {
      List<String> lines = flink.lines(table);
      assertEquals("item_id,neighbor_id,rank,score,support", lines.get(0));
      assertTrue(lines.size() > ITEMS);
      String[] last = {"", "", "0", "0", "0"};
      for (String line : lines.subList(1, lines.size())) {
        String[] row = line.split(",", -1);
        assertEquals(line, 5, row.length);
        if (row[0].equals(last[0])) {
          assertEquals(line, Integer.parseInt(last[2]) + 1, Integer.parseInt(row[2]));
          assertTrue(line, Double.parseDouble(row[3]) <= Double.parseDouble(last[3]));
        } else {
          assertTrue(line, row[0].compareTo(last[0]) > 0);
          assertEquals(line, "1", row[2]);
        }
        assertTrue(line, Integer.parseInt(row[2]) <= 50);
        last = row;
      }
    }
  }

  @Test
  public void theAvroTablesHoldWhatTheTextsHold() throws IOException {
    for (String table : List.of("i2i-base", "i2i-refined")) {
      List<String> rows = new ArrayList<>();
      rows.add("item_id,neighbor_id,rank,score,support");
      for (Neighbor neighbor : flink.records(table + ".avro", Neighbor.class)) {
        assertEquals("cosine", neighbor.getSimilarity());
        assertEquals(runId(flink), neighbor.getRunId());
        rows.add(
            String.join(
                ",",
                neighbor.getItemId(),
                neighbor.getNeighborId(),
                "" + neighbor.getRank(),
                "" + neighbor.getScore(),
                "" + neighbor.getSupport()));
      }
      assertEquals(flink.lines(table + ".csv"), rows);
    }
  }

  @Test
  public void everyRowOfTheLogIsAnInteractionOrRejectedWithItsReason() throws IOException {
    for (Runs.Output run : List.of(direct, flink)) {
      assertEquals(INTERACTIONS + BROKEN.length, run.count("ReadInteractions.rows"));
      assertEquals(INTERACTIONS, run.count("ReadInteractions.records"));
      assertEquals(BROKEN.length, run.count("ReadInteractions.rejected"));
      assertEquals(
          sorted(Arrays.stream(BROKEN).map(broken -> broken[1]).toList()),
          rejected(run, "ReadInteractions"));
    }
  }

  @Test
  public void everyRowOfTheCatalogueIsAnItemOrRejected() throws IOException {
    for (Runs.Output run : List.of(direct, flink)) {
      assertEquals(ITEMS + 1, run.count("ReadItems.rows"));
      assertEquals(ITEMS, run.count("ReadItems.items"));
      assertEquals(
          List.of("REPEATED_ITEM: item000 stands further down again"), rejected(run, "ReadItems"));
    }
  }

  @Test
  public void theRefinedLogIsTheTrainLogAndTheSyntheticInteractionsKept() throws IOException {
    for (Runs.Output run : List.of(direct, flink)) {
      List<String> observed = new ArrayList<>();
      List<Interaction> synthetic = synthetic(run);
      for (Interaction interaction : run.records("refined", Interaction.class)) {
        if (interaction.getOrigin() == Origin.OBSERVED) {
          observed.add(text(interaction));
        }
      }
      assertEquals(trainLog(), sorted(observed));
      assertEquals(observed.size(), run.count("Split.train"));
      assertEquals(INTERACTIONS, run.count("Split.train") + run.count("Split.holdout"));
      assertTrue(!synthetic.isEmpty());
      assertEquals(synthetic.size(), run.count("LlmDiscriminate.keptSynthetic"));
      assertEquals(
          run.count("LlmGenerate.synthetic") - run.count("LlmDiscriminate.rejected"),
          synthetic.size());
    }
  }

  @Test
  public void everySyntheticInteractionIsNewAndNamesItsExchange() throws IOException {
    Set<String> pairs = new HashSet<>();
    trainLog().forEach(row -> pairs.add(row.substring(0, row.lastIndexOf(' '))));
    Set<String> exchanges = new HashSet<>();
    flink.ledger().forEach(exchange -> exchanges.add(exchange.getExchangeId()));

    for (Interaction interaction : synthetic(flink)) {
      assertTrue(
          interaction.toString(),
          pairs.add(interaction.getUserId() + " " + interaction.getItemId()));
      assertTrue(interaction.toString(), exchanges.contains(interaction.getExchangeId()));
      assertTrue(
          interaction.toString(),
          interaction.getConfidence() >= 0 && interaction.getConfidence() <= 1);
    }
  }

  @Test
  public void theLedgerHasEveryCallAndRejectedEveryRecordThatWasDropped() throws IOException {
    for (Runs.Output run : List.of(direct, flink)) {
      assertEquals(run.json("run.json").get("llm_calls").asLong(), run.ledger().size());
      assertEquals(run.count("LlmGenerate.rejected"), rejected(run, "LlmGenerate").size());
      assertEquals(run.count("LlmDiscriminate.rejected"), rejected(run, "LlmDiscriminate").size());
    }
  }

  @Test
  public void theRunIsTheLatestAndLeavesNothingElse() throws IOException {
    for (Runs.Output run : List.of(direct, flink)) {
      assertEquals(List.of("latest", "ledger", "runs"), Runs.names(run.folder()));
      assertEquals(List.of(runId(run)), Runs.names(run.folder().resolve("runs")));
      assertEquals(Path.of("runs", runId(run)), Files.readSymbolicLink(run.latest()));
      assertEquals(
          List.of(
              "explorer.json",
              "i2i-base.avro",
              "i2i-base.csv",
              "i2i-refined.avro",
              "i2i-refined.csv",
              "metrics.json",
              "metrics.md",
              "refined",
              "rejected",
              "report.html",
              "run.json"),
          Runs.names(run.latest()));
    }
  }

  @Test
  public void theRunNotesItsOptions() throws IOException {
    JsonNode options = flink.json("run.json").get("options");
    assertEquals("FlinkRunner", options.get("runner").asText());
    assertEquals(log.toString(), options.get("interactions").asText());
    assertEquals("cosine", options.get("similarity").asText());
    assertEquals("42", options.get("seed").asText());
  }

  @Test
  public void swingIsASimilarityToo() throws IOException {
    Runs.Output run = Runs.run(log, items, "swing", "--similarity=swing", "--k=7");

    assertFalse(Arrays.equals(flink.bytes("i2i-base.csv"), run.bytes("i2i-base.csv")));
    int most = 0;
    for (Neighbor neighbor : run.records("i2i-base.avro", Neighbor.class)) {
      assertEquals("swing", neighbor.getSimilarity());
      most = Math.max(most, neighbor.getRank());
    }
    assertEquals(7, most);
  }

  @Test
  public void withoutDiscriminatorEverythingThatWasWrittenIsKept() throws IOException {
    Runs.Output run = Runs.run(log, items, "none", "--discriminate=none", "--reportItems=0");

    assertEquals(run.count("LlmGenerate.synthetic"), synthetic(run).size());
    assertEquals(List.of(), rejected(run, "LlmDiscriminate"));
    assertFalse(figures(run).toString().contains("DroppedPrecision"));
    assertFalse(Files.exists(run.latest().resolve("explorer.json")));
    assertEquals(
        trainLog().size() + synthetic(run).size(),
        run.records("refined", Interaction.class).size());
  }

  @Test
  public void theDiscriminatorOfAllAlsoDropsObservedInteractions() throws IOException {
    Runs.Output run = Runs.run(log, items, "all", "--discriminate=all");

    long refined = run.records("refined", Interaction.class).size();
    long observed = refined - synthetic(run).size();
    assertTrue(observed < trainLog().size());
    assertEquals(refined, run.count("LlmDiscriminate.kept"));
    assertEquals(
        trainLog().size() + run.count("LlmGenerate.synthetic"),
        refined + run.count("LlmDiscriminate.rejected"));
  }

  private static String runId(Runs.Output run) throws IOException {
    return run.json("run.json").get("run_id").asText();
  }

  /** The good rows of the log in the first nine tenths of its time, as {@link #text} has them. */
  private static List<String> trainLog() throws IOException {
    Set<String> broken = new HashSet<>();
    Arrays.stream(BROKEN).forEach(row -> broken.add(row[0]));
    List<String> rows =
        Files.readAllLines(log).stream().skip(1).filter(row -> !broken.contains(row)).toList();
    long first = rows.stream().mapToLong(RefinePipelineTest::second).min().orElseThrow();
    long last = rows.stream().mapToLong(RefinePipelineTest::second).max().orElseThrow();
    double cut = first + (last - first) * 0.9;
    return sorted(
        rows.stream()
            .filter(row -> second(row) < cut)
            .map(row -> row.split(",", -1))
            .map(row -> row[0] + " " + row[1] + " " + row[2])
            .toList());
  }

  private static long second(String row) {
    return Long.parseLong(row.split(",", -1)[2]);
  }

  private static String text(Interaction interaction) {
    Instant time = interaction.getEventTime();
    return interaction.getUserId() + " " + interaction.getItemId() + " " + time.getEpochSecond();
  }

  private static List<Interaction> synthetic(Runs.Output run) throws IOException {
    return run.records("refined", Interaction.class).stream()
        .filter(interaction -> interaction.getOrigin() == Origin.SYNTHETIC)
        .toList();
  }

  private static List<String> refined(Runs.Output run) throws IOException {
    return run.records("refined", Interaction.class).stream().map(Interaction::toString).toList();
  }

  /** The reasons of a stage, sorted. */
  private static List<String> rejected(Runs.Output run, String stage) throws IOException {
    List<String> reasons = new ArrayList<>();
    for (Rejected rejected : run.records("rejected", Rejected.class)) {
      assertEquals(runId(run), rejected.getRunId());
      if (rejected.getStage().equals(stage)) {
        reasons.add(rejected.getReason() + ": " + rejected.getDetail());
      }
    }
    return sorted(reasons);
  }

  /** All counts, but the times, that of waiting for a busy model among them. */
  private static Map<String, Long> counts(Runs.Output run) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    run.json("run.json")
        .get("counts")
        .fields()
        .forEachRemaining(count -> counts.put(count.getKey(), count.getValue().asLong()));
    counts
        .keySet()
        .removeIf(name -> name.endsWith(".millis") || name.endsWith(".throttling-msecs"));
    return counts;
  }

  /** All metrics, but the run that they are of. */
  private static List<String> figures(Runs.Output run) throws IOException {
    List<String> figures = new ArrayList<>();
    for (JsonNode metric : run.json("metrics.json").get("metrics")) {
      figures.add(((ObjectNode) metric).without(List.of("run_id")).toString());
    }
    return figures;
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }
}
