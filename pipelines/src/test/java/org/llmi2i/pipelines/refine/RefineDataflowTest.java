package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.ask.AskModel;
import org.llmi2i.pipelines.bigquery.Fakes;
import org.llmi2i.pipelines.dataflow.DataflowJob;
import org.llmi2i.pipelines.ledger.Ledger;
import org.llmi2i.pipelines.ledger.LedgerFolder;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.write.FilesSink;
import org.llmi2i.pipelines.write.RunSink;
import org.llmi2i.rejected.Rejector;

/** The main job as Dataflow would get it. */
public class RefineDataflowTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  /** Who changes a name changes {@code run.txt}, and breaks the update of jobs that are running. */
  @Test
  public void stepsKeepTheirNames() throws IOException {
    DataflowJob job = translate();
    assertEquals(DataflowJob.expected("run.txt"), job.stepNames());
    assertNoneOfOursIsEncodedByJava(job);
    assertFalse(job.tellsItsToken());
    assertEquals(Map.of(), job.memory());
  }

  /** A model in the worker's process needs more memory than the tables do. */
  @Test
  public void whatAsksMayHaveLargerWorkers() throws IOException {
    DataflowJob job = translate("--llmMinRam=32GB");
    assertEquals(DataflowJob.expected("run.txt"), job.stepNames());
    assertEquals(Set.of("32000000000"), Set.copyOf(job.memory().values()));
    assertEquals(
        List.of("Calibrate", "LlmDiscriminate", "LlmGenerate"),
        job.memory().keySet().stream()
            .filter(step -> step.endsWith("/Ask"))
            .map(step -> step.substring(0, step.indexOf('/')))
            .toList());
    assertEquals(
        List.of(),
        job.memory().keySet().stream()
            .filter(step -> !step.matches(".*/Ask(Model)?/.*|.*/Ask"))
            .toList());
  }

  @Test
  public void theModelChangesNoName() throws IOException {
    DataflowJob job =
        translate(
            "--llm=vertex",
            "--llmModel=gemini-2.5-flash-lite",
            "--llmProject=shop",
            "--llmRegion=europe-west4",
            "--maxCost=25");
    assertEquals(DataflowJob.expected("run.txt"), job.stepNames());
  }

  @Test
  public void theKeyOfAServerStaysInItsFile() throws IOException {
    String key = "sk-a-secret-that-nobody-may-see";
    Path file = Files.writeString(TEMPORARY.newFile().toPath(), key);
    DataflowJob job =
        translate(
            "--llm=openai",
            "--llmModel=m",
            "--llmEndpoint=http://localhost:1/v1",
            "--llmKeyFile=" + file);
    assertFalse(job.tells(key));
    assertFalse(job.tellsItsToken());
    // In what is searched are the functions of the workers, which know where the key lies.
    assertTrue(job.tells(AskModel.class.getName()));
    assertTrue(job.tells(file.toString()));
  }

  /**
   * The job of the flex template, which finishes the run itself, from table and query to tables.
   */
  @Test
  public void fromTablesToTablesWithVertex() throws IOException, InterruptedException {
    Path folder = TEMPORARY.newFolder().toPath().toRealPath();
    try (Fakes fakes = Fakes.start()) {
      fakes.dataset("dataflow");
      fakes.table(
          "dataflow",
          "sales",
          Fakes.columns("user_id STRING", "item_id STRING", "event_time TIMESTAMP"),
          List.of());
      RefineOptions options =
          fakes.lead(
              DataflowJob.options(
                  folder,
                  RefineOptions.class,
                  List.of(
                      "--interactions=bigquery:shop.dataflow.sales",
                      "--items=bigquery:SELECT sku AS item_id, title FROM `shop.dataflow.items`",
                      "--output=bigquery:shop.dataflow",
                      "--llm=vertex",
                      "--llmModel=gemini-2.5-flash-lite",
                      "--llmProject=shop",
                      "--llmRegion=europe-west4",
                      "--maxCost=25")),
              "gs://shop/temp");
      options.as(GcpOptions.class).setCredentialFactoryClass(DataflowJob.WithToken.class);
      Rejector rejector = new Rejector("", "20251101T020304567", Instant.EPOCH);
      RunSink sink =
          RunOutput.of(options.getOutput(), rejector.runId(), options).sink("cosine", rejector);
      Ledger ledger = Ledger.of("bigquery:shop.dataflow.exchanges", rejector.runId(), options);
      Pipeline pipeline = Pipeline.create(options);
      new RefinePipeline(options, sink, ledger, rejector).setUp(pipeline);
      pipeline.apply("Finish", FinishRun.of(rejector.runId(), sink.written()));
      pipeline.run();
    }
    DataflowJob job = DataflowJob.in(folder);
    assertEquals(DataflowJob.expected("run-tables.txt"), job.stepNames());
    assertNoneOfOursIsEncodedByJava(job);
    assertFalse(job.tellsItsToken());
  }

  /**
   * What Java's own serialization encodes, a change of its class breaks. Beam's connector encodes
   * some of its classes so, and the time that splits the log is the JDK's.
   */
  private static void assertNoneOfOursIsEncodedByJava(DataflowJob job) {
    List<String> others =
        job.stepsEncodedBy("SerializableCoder").stream()
            .filter(step -> !step.matches(".*/(Export|BatchLoads)/.*|Split/Cut/.*"))
            .toList();
    assertEquals(List.of(), others);
  }

  private static DataflowJob translate(String... more) throws IOException {
    Path folder = TEMPORARY.newFolder().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(30, 40, 500), folder);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--interactions=" + folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE),
                "--items=" + folder.resolve(MarketplaceGenerator.ITEMS_FILE),
                "--output=" + folder.resolve("out")));
    arguments.addAll(Arrays.asList(more));
    return DataflowJob.of(
        folder,
        RefineOptions.class,
        arguments,
        (pipeline, options) ->
            new RefinePipeline(
                    options,
                    new FilesSink(folder.resolve("out").toString(), "cosine", "run"),
                    LedgerFolder.of(folder.resolve("ledger").toString(), "run"),
                    new Rejector("", "run", Instant.EPOCH))
                .setUp(pipeline));
  }
}
