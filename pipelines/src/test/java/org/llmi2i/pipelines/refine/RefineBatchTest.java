package org.llmi2i.pipelines.refine;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.testing.FakeBatchServer;
import org.llmi2i.testing.FakeServer;
import org.llmi2i.testing.FakeVertexServer;
import org.llmi2i.testing.Reply;

/** The main job with a model that is asked by batch jobs. */
public class RefineBatchTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  /** Half of the list price of single requests. */
  private static final double COST =
      (FakeVertexServer.INPUT_TOKENS * 0.15 + FakeVertexServer.OUTPUT_TOKENS * 1.25) / 1e6;

  private Path log;
  private Path items;
  private FakeBatchServer server;

  @Before
  public void start() throws IOException {
    Path folder = temporary.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(200, 300, 3_000), folder);
    log = folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE);
    items = folder.resolve(MarketplaceGenerator.ITEMS_FILE);
    server = FakeBatchServer.start(RefineBatchTest::reply);
  }

  @After
  public void stop() {
    server.close();
  }

  private Runs.Output run(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--llm=vertex-batch",
                "--llmModel=gemini-2.5-flash",
                "--llmProject=shop",
                "--llmEndpoint=" + server.endpoint()));
    arguments.addAll(Arrays.asList(more));
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--llmBatchFolder="))) {
      arguments.add("--llmBatchFolder=" + log.resolveSibling("batches"));
    }
    return Runs.run(log, items, "out", arguments.toArray(String[]::new));
  }

  /** A confidence for every candidate that depends on the history and its title. */
  private static Reply reply(FakeServer.Request request) {
    List<String> answers = new ArrayList<>();
    for (String title : request.candidates()) {
      int confidence = 10 + Math.floorMod((request.user() + title).hashCode(), 90);
      answers.add(
          "{\"number\":%d,\"answer\":\"Yes\",\"confidence\":0.%d}"
              .formatted(answers.size() + 1, confidence));
    }
    return FakeVertexServer.answer("{\"answers\":" + answers + "}");
  }

  @Test
  public void everyStageIsOneJobAndTheSecondRunMakesNone() throws IOException {
    Runs.Output output = run();
    // To calibrate, to generate, to discriminate.
    List<JsonNode> jobs = server.jobs();
    assertEquals(3, jobs.size());
    assertEquals(3, output.count("LanguageModel.attempts"));
    assertTrue(output.count("LlmDiscriminate.keptSynthetic") > 0);

    List<Exchange> ledger = output.ledger();
    assertTrue("" + ledger.size(), ledger.size() > 200);
    for (Exchange exchange : ledger) {
      assertEquals("vertex-batch", exchange.getProvider());
      assertEquals(exchange.toString(), Outcome.ANSWERED, exchange.getOutcome());
    }
    assertEquals(ledger.size(), server.answered().size());
    assertEquals(ledger.size(), output.count("LanguageModel.calls"));
    assertEquals(ledger.size() * COST, output.json("run.json").get("cost").asDouble(), 1e-9);
    byte[] table = output.bytes("i2i-refined.csv");

    Runs.Output again = run();
    assertEquals(jobs, server.jobs());
    assertEquals(ledger.size(), again.count("LanguageModel.ledgerHits"));
    assertArrayEquals(table, again.bytes("i2i-refined.csv"));
  }

  /** A budget is kept though all is asked at once; and a job of which nobody was told is found. */
  @Test
  public void aBudgetHoldsAndALostJobIsFound() throws IOException {
    server.loseTheNextCreation();
    Runs.Output output = run("--discriminate=none", "--maxCost=0.05");
    assertEquals(2, server.jobs().size());
    assertTrue(output.json("run.json").get("cost").asDouble() <= 0.05);
    assertTrue(output.count("LanguageModel.notAsked") > 0);
    // What the budget could pay for at the most was asked, and most of it was not needed.
    assertEquals(output.ledger().size(), server.answered().size());
    assertTrue(output.ledger().size() > 10);
  }

  @Test
  public void aJobThatIsNotAllowedStopsTheRunWithoutOutput() throws IOException {
    server.states("JOB_STATE_FAILED");
    server.error(7, "the service agent may not read the file");
    Throwable cause = assertThrows(RuntimeException.class, this::run);
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertThat(
        cause.getMessage(),
        containsString("JOB_STATE_FAILED: the service agent may not read the file"));
    // It goes through all stages with three; one may have begun another batch by then.
    assertTrue("" + server.jobs().size(), server.jobs().size() < 3);
    try (Stream<Path> files = Files.list(log.resolveSibling("out"))) {
      assertTrue(files.noneMatch(file -> file.endsWith("latest")));
    }
  }

  @Test
  public void withoutAFolderNothingIsAsked() {
    assertRefused(
        "llmBatchFolder: --llm=vertex-batch needs a folder on Cloud Storage, such as"
            + " gs://bucket/batches",
        "--llmBatchFolder=");
    assertRefused(
        "llmBatchFolder: must be on Cloud Storage, gs://bucket/folder, got out/batches",
        "--llmBatchFolder=out/batches");
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> run("--llmBatchFolder=nowhere://bucket/batches"));
    assertEquals("llmBatchFolder: No filesystem found for scheme nowhere", thrown.getMessage());
    assertEquals(List.of(), server.requests());
  }

  private void assertRefused(String message, String folder) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Runs.run(
                    log,
                    items,
                    "out",
                    "--llm=vertex-batch",
                    "--llmModel=m",
                    "--llmProject=shop",
                    folder));
    assertEquals(message, thrown.getMessage());
  }
}
