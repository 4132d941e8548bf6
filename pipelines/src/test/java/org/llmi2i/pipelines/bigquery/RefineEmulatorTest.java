package org.llmi2i.pipelines.bigquery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assume.assumeNotNull;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.QueryRequest;
import com.google.api.services.bigquery.model.QueryResponse;
import com.google.api.services.bigquery.model.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.publish.PublishOptions;
import org.llmi2i.pipelines.publish.PublishProgram;
import org.llmi2i.pipelines.refine.RefineOptions;
import org.llmi2i.pipelines.refine.RefineProgram;

/**
 * The main job's tables over HTTP, with Google's own clients, against emulators of BigQuery and
 * Cloud Storage. {@code pipelines/google-emulators start} brings them up and tells the variables
 * that lead here; without these nothing is tested. Input is files: the emulator's exports are not
 * those of BigQuery.
 */
public class RefineEmulatorTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static final String BIGQUERY = System.getenv("BIGQUERY_EMULATOR");
  private static final String STORAGE = System.getenv("STORAGE_EMULATOR");
  private static final String PROJECT = "shop";

  /** The emulators live longer than a test: each run of it has a dataset of its own. */
  private static final String DATASET = "i2i" + System.currentTimeMillis();

  private static Path folder;
  private static Bigquery bigQuery;

  @BeforeClass
  public static void makeTheDataset() throws IOException {
    assumeNotNull(BIGQUERY, STORAGE);
    folder = TEMPORARY.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(200, 300, 3_000), folder);
    PublishOptions options =
        lead(Options.parse(PublishOptions.class, new String[] {"--output=x", "--run=x"}));
    bigQuery = Warehouse.of(BigQueryName.dataset("output", output()), options).client();
    bigQuery
        .datasets()
        .insert(
            PROJECT,
            new Dataset()
                .setLocation("EU")
                .setDatasetReference(
                    new DatasetReference().setProjectId(PROJECT).setDatasetId(DATASET)))
        .execute();
  }

  private static <T extends PipelineOptions> T lead(T options) {
    options.setTempLocation("gs://shop-files/" + DATASET);
    options.as(GcpOptions.class).setCredentialFactoryClass(NoopCredentialFactory.class);
    options.as(BigQueryOptions.class).setBigQueryEndpoint("http://" + BIGQUERY + "/");
    options.as(GcsOptions.class).setGcsEndpoint("http://" + STORAGE + "/storage/v1/");
    return options;
  }

  private static String output() {
    return "bigquery:" + PROJECT + "." + DATASET;
  }

  private static List<String> query(String sql) throws IOException {
    QueryResponse answer =
        bigQuery
            .jobs()
            .query(
                PROJECT,
                new QueryRequest().setQuery(sql).setUseLegacySql(false).setMaxResults(100_000L))
            .execute();
    return answer.getRows() == null
        ? List.of()
        : answer.getRows().stream()
            .map(
                row ->
                    row.getF().stream()
                        .map(TableCell::getV)
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")))
            .toList();
  }

  private static String[] arguments(String... more) {
    List<String> arguments = new ArrayList<>(Arrays.asList(more));
    arguments.add("--interactions=" + folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE));
    arguments.add("--items=" + folder.resolve(MarketplaceGenerator.ITEMS_FILE));
    return arguments.toArray(String[]::new);
  }

  private static void refine(String... more) throws IOException {
    RefineProgram.refine(lead(Options.parse(RefineOptions.class, arguments(more))));
  }

  @Test
  public void theViewShowsWhatTheFilesOfTheSameLogHold() throws IOException {
    new RefineProgram().run(arguments("--output=" + folder.resolve("files"), "--publish=always"));
    List<String> lines = Files.readAllLines(folder.resolve("files/latest/i2i-refined.csv"));

    refine("--output=" + output(), "--publish=always");

    assertEquals(
        lines.subList(1, lines.size()).stream().map(RefineEmulatorTest::withoutScore).toList(),
        query("SELECT item_id, neighbor_id, rank, support FROM " + DATASET + ".i2i ORDER BY 1, 3"));
    assertEquals(
        List.of("0"),
        query(
            "SELECT COUNT(*) FROM "
                + DATASET
                + ".interactions i LEFT JOIN "
                + DATASET
                + ".exchanges e ON e.exchange_id = i.exchange_id"
                + " WHERE i.origin = 'SYNTHETIC' AND e.exchange_id IS NULL"));
    String first = query("SELECT run_id FROM " + DATASET + ".runs").get(0);
    assertNotNull(first);

    // Nothing is held out, so nothing can be measured, and the gate stays closed.
    refine("--output=" + output(), "--split=2090-01-01", "--ledger=" + folder.resolve("ledger"));

    assertEquals(List.of(first), query("SELECT DISTINCT run_id FROM " + DATASET + ".i2i"));
    String second =
        query("SELECT run_id FROM " + DATASET + ".runs WHERE run_id <> '" + first + "'").get(0);
    PublishProgram.publish(
        lead(
            Options.parse(
                PublishOptions.class, new String[] {"--output=" + output(), "--run=" + second})));
    assertEquals(List.of(second), query("SELECT DISTINCT run_id FROM " + DATASET + ".i2i"));
  }

  /** Of {@code item_id,neighbor_id,rank,score,support}. */
  private static String withoutScore(String line) {
    List<String> columns = List.of(line.split(","));
    return String.join(",", columns.get(0), columns.get(1), columns.get(2), columns.get(4));
  }
}
