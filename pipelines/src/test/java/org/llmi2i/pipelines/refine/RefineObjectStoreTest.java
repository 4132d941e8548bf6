package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.publish.PublishProgram;
import org.llmi2i.pipelines.testing.ObjectStore;

/** The main job with its output in an object store: the same files, and no link but a file. */
public class RefineObjectStoreTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static final String OUTPUT = "mem://bucket/refined";

  private static Path log;
  private static Path items;
  private static String first;

  @BeforeClass
  public static void firstRun() throws IOException {
    Path folder = TEMPORARY.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(200, 300, 3_000), folder);
    log = folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE);
    items = folder.resolve(MarketplaceGenerator.ITEMS_FILE);
    run("--publish=always");
    first = latest();
  }

  private static void run(String... more) throws IOException {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "--interactions=" + log;
    arguments[1] = "--items=" + items;
    arguments[2] = "--output=" + OUTPUT;
    System.arraycopy(more, 0, arguments, 3, more.length);
    new RefineProgram().run(arguments);
  }

  private static void publish(String runId) throws IOException {
    new PublishProgram().run(new String[] {"--output=" + OUTPUT, "--run=" + runId});
  }

  private static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(ObjectStore.bytes(OUTPUT + "/" + name));
  }

  private static String latest() throws IOException {
    JsonNode latest = json("latest.json");
    assertEquals(OUTPUT + "/runs/" + latest.get("run_id").asText(), latest.get("folder").asText());
    return latest.get("run_id").asText();
  }

  @Test
  public void theTablesAreThoseOfAFolder() throws IOException {
    Runs.Output local = Runs.run(log, items, "local");
    for (String table : List.of("i2i-base.csv", "i2i-refined.csv")) {
      assertArrayEquals(
          local.bytes(table), ObjectStore.bytes(OUTPUT + "/runs/" + first + "/" + table));
    }
  }

  @Test
  public void theGateAndTheProgramMoveTheLatest() throws IOException {
    // Nothing is held out, so nothing can be measured.
    run("--split=2090-01-01");
    assertEquals(first, latest());
    String second = second();

    publish(second);
    assertEquals(second, latest());
    publish(first);
    assertEquals(first, latest());
    assertEquals(0, record(second).get("counts").path("LanguageModel.failures").asInt());
  }

  @Test
  public void whatIsNoWholeRunIsNotPublished() {
    assertEquals(
        "run: there is no run 20200101T000000000 in " + OUTPUT + "/runs",
        assertThrows(IllegalArgumentException.class, () -> publish("20200101T000000000"))
            .getMessage());
    assertEquals(
        "run: must be the name of a run, such as 20251101T020304567, got ../" + first,
        assertThrows(IllegalArgumentException.class, () -> publish("../" + first)).getMessage());
  }

  @Test
  public void theLedgerIsThereTooAndIsNotAskedTwice() throws IOException {
    run("--publish=never");
    List<String> runs =
        ObjectStore.names(OUTPUT + "/runs/").stream()
            .filter(name -> name.endsWith("/run.json"))
            .toList();
    JsonNode last = new ObjectMapper().readTree(ObjectStore.bytes(runs.get(runs.size() - 1)));
    assertEquals(0, last.get("llm_calls").asInt());
    assertEquals(
        record(first).get("llm_calls").asInt(),
        last.get("counts").get("LanguageModel.ledgerHits").asInt());
  }

  private static JsonNode record(String runId) throws IOException {
    return json("runs/" + runId + "/run.json");
  }

  /** A whole run that is not the first. */
  private static String second() {
    return ObjectStore.names(OUTPUT + "/runs/").stream()
        .filter(name -> name.endsWith("/run.json"))
        .map(name -> Path.of(name).getParent().getFileName().toString())
        .filter(name -> !name.equals(first))
        .findFirst()
        .orElseThrow();
  }
}
