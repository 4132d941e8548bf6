package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
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
    assertFalse(job.json().toString().contains(key));
  }

  /** The job of the flex template, which finishes the run itself, from tables to tables. */
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
      fakes.table("dataflow", "items", Fakes.columns("item_id STRING", "title STRING"), List.of());
      RefineOptions options =
          fakes.lead(
              DataflowJob.options(
                  folder,
                  RefineOptions.class,
                  List.of(
                      "--interactions=bigquery:shop.dataflow.sales",
                      "--items=bigquery:shop.dataflow.items",
                      "--output=bigquery:shop.dataflow",
                      "--llm=vertex",
                      "--llmModel=gemini-2.5-flash-lite",
                      "--llmProject=shop",
                      "--llmRegion=europe-west4",
                      "--maxCost=25")),
              "gs://shop/temp");
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
