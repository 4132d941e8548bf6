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
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.dataflow.DataflowJob;
import org.llmi2i.pipelines.ledger.LedgerFolder;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.write.FilesSink;
import org.llmi2i.rejected.Rejector;

/** The main job as Dataflow would get it. */
public class RefineDataflowTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  /** Who changes a name changes {@code run.txt}, and breaks the update of jobs that are running. */
  @Test
  public void stepsKeepTheirNames() throws IOException {
    assertEquals(DataflowJob.expected("run.txt"), translate().stepNames());
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
