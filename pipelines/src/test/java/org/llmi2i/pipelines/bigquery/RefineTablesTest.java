package org.llmi2i.pipelines.bigquery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.services.bigquery.model.TableRow;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.FixMethodOrder;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runners.MethodSorters;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.publish.PublishOptions;
import org.llmi2i.pipelines.publish.PublishProgram;
import org.llmi2i.pipelines.refine.RefineOptions;
import org.llmi2i.pipelines.refine.RefineProgram;
import org.llmi2i.schemas.Interaction;

/**
 * The whole main job from tables to tables, against Beam's stand-in for BigQuery: the same records
 * as from files to files.
 */
@FixMethodOrder(MethodSorters.NAME_ASCENDING)
public class RefineTablesTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static final List<String> NEIGHBOR =
      List.of("item_id", "neighbor_id", "rank", "score", "support");

  private static Fakes fakes;
  private static Path folder;
  private static Path fileRun;
  private static String firstRun;

  @BeforeClass
  public static void runs() throws IOException, InterruptedException {
    fakes = Fakes.start();
    folder = TEMPORARY.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(200, 300, 3_000), folder);
    fakes.dataset("log");
    fakes.dataset("loads");
    fakes.dataset("stream");
    List<TableRow> sales = new ArrayList<>();
    for (CSVRecord row : csv(MarketplaceGenerator.INTERACTIONS_FILE)) {
      sales.add(
          Fakes.row(
              "visitor", row.get("user_id"),
              "item_id", row.get("item_id"),
              "event_time", Long.parseLong(row.get("event_time")) * 1_000_000,
              "event_type", row.get("event_type"),
              "quantity", Long.valueOf(row.get("quantity")),
              "price", Double.valueOf(row.get("price"))));
    }
    sales.add(
        Fakes.row(
            "visitor",
            "user001",
            "item_id",
            "",
            "event_time",
            1_704_067_200_000_000L,
            "event_type",
            "buy",
            "quantity",
            1L,
            "price",
            2.5));
    fakes.table(
        "log",
        "sales",
        Fakes.columns(
            "visitor STRING",
            "item_id STRING",
            "event_time TIMESTAMP",
            "event_type STRING",
            "quantity INTEGER",
            "price FLOAT"),
        sales);
    List<TableRow> items = new ArrayList<>();
    for (CSVRecord row : csv(MarketplaceGenerator.ITEMS_FILE)) {
      items.add(
          Fakes.row(
              "item_id", row.get("item_id"),
              "title", row.get("title"),
              "price", Double.valueOf(row.get("price"))));
    }
    fakes.table(
        "log", "items", Fakes.columns("item_id STRING", "title STRING", "price FLOAT"), items);

    RefineProgram.refine(
        Options.parse(
            RefineOptions.class,
            new String[] {
              "--interactions=" + folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE),
              "--items=" + folder.resolve(MarketplaceGenerator.ITEMS_FILE),
              "--output=" + folder.resolve("files"),
              "--publish=always"
            }));
    fileRun = folder.resolve("files/latest");
    RefineProgram.refine(options("loads", "--publish=always"));
    firstRun = fakes.rows("loads", "runs").get(0).get("run_id").toString();
  }

  @AfterClass
  public static void stop() {
    fakes.close();
  }

  private static Iterable<CSVRecord> csv(String file) throws IOException {
    try (Reader in = Files.newBufferedReader(folder.resolve(file))) {
      return CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .get()
          .parse(in)
          .getRecords();
    }
  }

  private static RefineOptions options(String dataset, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--interactions=bigquery:shop.log.sales",
                "--interactionColumns=user_id=visitor",
                "--items=bigquery:shop.log.items",
                "--output=bigquery:shop." + dataset));
    arguments.addAll(Arrays.asList(more));
    return fakes.lead(
        Options.parse(RefineOptions.class, arguments.toArray(String[]::new)),
        folder.resolve("temp").toString());
  }

  @Test
  public void aTheTablesHoldWhatTheFilesHold() throws IOException, InterruptedException {
    assertEquals(lines("i2i-base.csv"), neighbors("loads", "neighbors_base", firstRun));
    assertEquals(lines("i2i-refined.csv"), neighbors("loads", "neighbors", firstRun));
    assertEquals(
        sorted(interactionsOfFiles(), RefineTablesTest::text),
        sorted(fakes.rows("loads", "interactions"), RefineTablesTest::text));
    assertEquals(
        sorted(
            fakes.rows("log", "items"),
            row -> String.join(" ", text(row, "item_id"), text(row, "title"), text(row, "price"))),
        sorted(
            fakes.rows("loads", "items"),
            row -> String.join(" ", text(row, "item_id"), text(row, "title"), text(row, "price"))));
    List<String> metrics = new ArrayList<>();
    for (JsonNode metric : json(fileRun.resolve("metrics.json")).get("metrics")) {
      metrics.add(metric.get("metric").asText() + " " + metric.get("value").asDouble());
    }
    assertEquals(
        sorted(metrics, metric -> metric),
        sorted(
            fakes.rows("loads", "metrics"),
            row -> row.get("metric") + " " + Double.valueOf(row.get("value").toString())));
  }

  @Test
  public void aARowThatCannotBeUsedIsRejected() throws IOException, InterruptedException {
    List<String> rejected =
        sorted(
            fakes.rows("loads", "rejected").stream()
                .filter(row -> row.get("stage").equals("ReadInteractions"))
                .toList(),
            row -> row.get("reason") + ": " + row.get("detail") + ": " + row.get("record"));
    assertEquals(
        List.of(
            "MISSING_ITEM_ID: item_id is empty: {\"visitor\":\"user001\",\"item_id\":\"\","
                + "\"event_time\":\"2024-01-01T00:00:00Z\",\"event_type\":\"buy\",\"quantity\":\"1\","
                + "\"price\":\"2.5\"}"),
        rejected);
  }

  @Test
  public void aTablesAreByDayAndSorted() throws IOException, InterruptedException {
    for (RunTable table : TerraformTablesTest.TABLES) {
      assertEquals(table.schema(), fakes.table("loads", table.table()).getSchema());
      assertEquals("DAY", fakes.table("loads", table.table()).getTimePartitioning().getType());
      assertEquals(table.clustering(), fakes.table("loads", table.table()).getClustering());
    }
  }

  @Test
  public void aTheRunAndItsExchangesAreRowsAndItsReportIsAFile()
      throws IOException, InterruptedException {
    TableRow run = fakes.rows("loads", "runs").get(0);
    Path files = folder.resolve("temp/llm-i2i/loads/runs/" + firstRun);
    assertEquals(
        List.of(
            "explorer.json", "metrics.json", "metrics.md", "report.html", "run.json", "run.jsonl"),
        names(files));
    assertEquals(
        run.get("llm_calls").toString(), String.valueOf(fakes.rows("loads", "exchanges").size()));
    Set<String> asked = new TreeSet<>();
    fakes.rows("loads", "exchanges").forEach(row -> asked.add(row.get("exchange_id").toString()));
    for (TableRow row : fakes.rows("loads", "interactions")) {
      assertEquals(firstRun, row.get("run_id"));
      assertTrue(
          row.toString(),
          row.get("origin").equals("OBSERVED") || asked.contains(row.get("exchange_id")));
    }
    // Loaded, the journal is gone.
    assertEquals(List.of(), names(folder.resolve("temp/llm-i2i/loads/ledger/exchanges")));
  }

  @Test
  public void bTheStorageWriteApiWritesTheSame() throws IOException, InterruptedException {
    RefineProgram.refine(
        options("stream", "--bigQueryMethod=storage_write_api", "--publish=never"));
    String run = fakes.rows("stream", "runs").get(0).get("run_id").toString();

    assertEquals(rounded(lines("i2i-refined.csv")), neighbors("stream", "neighbors", run));
    assertEquals(rounded(lines("i2i-base.csv")), neighbors("stream", "neighbors_base", run));
    assertEquals(
        fakes.rows("loads", "interactions").size(), fakes.rows("stream", "interactions").size());
    for (String table : List.of("items", "metrics", "rejected")) {
      assertEquals(table, fakes.rows("loads", table).size(), fakes.rows("stream", table).size());
    }
  }

  @Test
  public void cTheViewShowsTheLatestRunAndStaysWhereItIsIfTheGateIsClosed()
      throws IOException, InterruptedException {
    assertShown(firstRun);
    fakes.retype("loads", "exchanges");

    // Nothing is held out, so nothing can be measured.
    RefineProgram.refine(options("loads", "--split=2090-01-01"));

    List<String> runs = sorted(fakes.rows("loads", "runs"), row -> row.get("run_id").toString());
    assertEquals(2, runs.size());
    assertShown(firstRun);
    assertEquals(List.of("POST i2i"), fakes.server().changes());

    publish(runs.get(1));
    assertShown(runs.get(1));
    publish(firstRun);
    assertShown(firstRun);
    assertEquals(List.of("POST i2i", "PUT i2i", "PUT i2i"), fakes.server().changes());
  }

  @Test
  public void dTheNextRunAsksOnlyWhatTheTableDoesNotHave()
      throws IOException, InterruptedException {
    fakes.retype("loads", "exchanges");
    int before = fakes.rows("loads", "exchanges").size();
    RefineProgram.refine(options("loads", "--publish=never"));

    TableRow last = fakes.rows("loads", "runs").get(2);
    assertEquals("0", last.get("llm_calls").toString());
    assertEquals(before, fakes.rows("loads", "exchanges").size());
    assertShown(firstRun);
  }

  @Test
  public void aRunThatIsNotThereIsNotPublished() {
    assertEquals(
        "run: bigquery:shop.loads.runs has no run 20200101T000000000: there was none, or it was"
            + " stopped, or is still at work",
        assertThrows(IllegalArgumentException.class, () -> publish("20200101T000000000"))
            .getMessage());
    assertEquals(
        "run: must be the name of a run, such as 20251101T020304567, got x' OR 'a' = 'a",
        assertThrows(IllegalArgumentException.class, () -> publish("x' OR 'a' = 'a")).getMessage());
    assertNull(fakes.server().view("shop.stream.i2i"));
  }

  @Test
  public void inputsThatAreNotThereAreToldBeforeTheRun() {
    assertRefused(
        "bigquery:shop.log.none: cannot be read: no such table",
        "--interactions=bigquery:shop.log.none");
    assertRefused(
        "bigquery:shop.log.items: no column for user_id (looked for visitor); columns found:"
            + " item_id, title, price",
        "--interactions=bigquery:shop.log.items");
    assertRefused(
        "bigquery:shop.log: must be a table, bigquery:project.dataset.table, or a query,"
            + " bigquery:SELECT ...",
        "--interactions=bigquery:shop.log");
  }

  private static void assertRefused(String message, String interactions) {
    String[] arguments = {
      interactions,
      "--interactionColumns=user_id=visitor",
      "--items=bigquery:shop.log.items",
      "--output=bigquery:shop.loads"
    };
    RefineOptions options =
        fakes.lead(
            Options.parse(RefineOptions.class, arguments), folder.resolve("temp").toString());
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> RefineProgram.refine(options))
            .getMessage());
  }

  @Test
  public void anOutputWithoutAPlaceForFilesIsRefused() {
    RefineOptions options = options("loads");
    options.setTempLocation(null);
    assertEquals(
        "tempLocation: BigQuery reads and writes files on Cloud Storage; give a folder for them,"
            + " --tempLocation=gs://bucket/folder",
        assertThrows(IllegalArgumentException.class, () -> RefineProgram.refine(options))
            .getMessage());
  }

  @Test
  public void aDatasetThatIsNotThereIsRefused() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    RefineProgram.refine(
                        options("nowhere", "--ledger=" + folder.resolve("ledger"))))
            .getMessage(),
        containsString("output: cannot write to bigquery:shop.nowhere: "));
  }

  private static void publish(String runId) throws IOException {
    PublishOptions options =
        Options.parse(
            PublishOptions.class, new String[] {"--output=bigquery:shop.loads", "--run=" + runId});
    PublishProgram.publish(fakes.lead(options, null));
  }

  private static void assertShown(String runId) {
    assertEquals(
        "SELECT item_id, neighbor_id, rank, score, support, similarity, run_id FROM"
            + " `shop.loads.neighbors` WHERE run_id = '"
            + runId
            + "'",
        fakes.server().view("shop.loads.i2i").get("view").get("query").asText());
  }

  /** A table of the run in files, sorted. */
  private static List<String> lines(String file) throws IOException {
    List<String> lines = Files.readAllLines(fileRun.resolve(file));
    return sorted(lines.subList(1, lines.size()), line -> line);
  }

  /** The fake of the Storage Write API keeps 16 digits behind the point. */
  private static List<String> rounded(List<String> lines) {
    DecimalFormat digits =
        new DecimalFormat("0.0###############", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return sorted(
        lines,
        line -> {
          List<String> columns = new ArrayList<>(List.of(line.split(",")));
          columns.set(3, digits.format(Double.parseDouble(columns.get(3))));
          return String.join(",", columns);
        });
  }

  private static List<String> neighbors(String dataset, String table, String runId)
      throws IOException, InterruptedException {
    return sorted(
        fakes.rows(dataset, table).stream().filter(row -> row.get("run_id").equals(runId)).toList(),
        row ->
            String.join(",", NEIGHBOR.stream().map(column -> row.get(column).toString()).toList()));
  }

  private static List<Interaction> interactionsOfFiles() throws IOException {
    List<Interaction> interactions = new ArrayList<>();
    for (String name : names(fileRun.resolve("refined"))) {
      File file = fileRun.resolve("refined").resolve(name).toFile();
      try (DataFileReader<Interaction> reader =
          new DataFileReader<>(file, new SpecificDatumReader<>(Interaction.class))) {
        reader.forEach(interactions::add);
      }
    }
    return interactions;
  }

  private static String text(Interaction interaction) {
    return text(TableRows.of(interaction));
  }

  private static String text(TableRow row, String column) {
    return String.valueOf(row.get(column));
  }

  private static String text(TableRow row) {
    return String.join(
        " ",
        row.get("user_id").toString(),
        row.get("item_id").toString(),
        "" + Fakes.micros(row.get("event_time").toString()),
        row.get("event_type").toString(),
        row.get("quantity").toString(),
        "" + row.get("price"),
        "" + Double.valueOf(row.get("weight").toString()),
        row.get("origin").toString(),
        "" + row.get("confidence"),
        "" + row.get("exchange_id"));
  }

  private static <T> List<String> sorted(List<T> rows, Function<T, String> text) {
    return rows.stream().map(text).sorted().toList();
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
