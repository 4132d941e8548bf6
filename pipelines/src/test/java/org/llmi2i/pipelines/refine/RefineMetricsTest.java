package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;

/** What the main job measures, against what its files say. */
public class RefineMetricsTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static Path log;
  private static Runs.Output run;

  /** A discriminator that is strict, so that it drops something. */
  @BeforeClass
  public static void runs() throws IOException {
    Path folder = TEMPORARY.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(600, 400, 10_000), folder);
    log = folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE);
    Path items = folder.resolve(MarketplaceGenerator.ITEMS_FILE);
    run = Runs.run(log, items, "run", "--falsePositiveRate=0.05");
  }

  @Test
  public void recallIsMeasuredForEveryTable() throws IOException {
    Set<String> measured = new TreeSet<>();
    for (JsonNode metric : run.json("metrics.json").get("metrics")) {
      if (metric.get("metric").asText().equals("Recall")
          && metric.get("slice").asText().equals("ALL")) {
        measured.add(metric.get("variant").asText() + " " + metric.get("k").asInt());
        assertTrue(metric.toString(), metric.get("value").asDouble() > 0);
        assertTrue(metric.toString(), metric.get("value").asDouble() < 1);
        assertEquals(run.count("Evaluate.users"), metric.get("n").asLong());
      }
    }
    assertEquals(
        new TreeSet<>(
            Set.of(
                "BASE 10",
                "BASE 50",
                "BASE 100",
                "RANDOM_CONTROL 10",
                "RANDOM_CONTROL 50",
                "RANDOM_CONTROL 100",
                "POPULARITY_CONTROL 10",
                "POPULARITY_CONTROL 50",
                "POPULARITY_CONTROL 100",
                "TITLE_SIMILARITY 10",
                "TITLE_SIMILARITY 50",
                "TITLE_SIMILARITY 100",
                "REFINED 10",
                "REFINED 50",
                "REFINED 100")),
        measured);
  }

  @Test
  public void whatCameTrueIsWhatTheLogHasAfterTheSplit() throws IOException {
    assertCameTrue(run, log);
  }

  /** Counts from the log, the refined log and what was rejected. */
  static void assertCameTrue(Runs.Output run, Path log) throws IOException {
    Map<String, Set<String>> train = new HashMap<>();
    Map<String, Set<String>> kept = new HashMap<>();
    for (Interaction interaction : run.records("refined", Interaction.class)) {
      put(
          interaction.getOrigin() == Origin.SYNTHETIC ? kept : train,
          interaction.getUserId(),
          interaction.getItemId());
    }
    Map<String, Set<String>> dropped = new HashMap<>();
    for (Rejected rejected : run.records("rejected", Rejected.class)) {
      if (rejected.getReason() == Reason.IMPLAUSIBLE) {
        JsonNode interaction = new ObjectMapper().readTree(rejected.getRecord());
        put(dropped, interaction.get("user_id").asText(), interaction.get("item_id").asText());
      }
    }
    Map<String, Set<String>> later = new HashMap<>();
    for (String row : Files.readAllLines(log).stream().skip(1).toList()) {
      String[] cells = row.split(",", -1);
      Set<String> had = train.getOrDefault(cells[0], Set.of());
      if (!had.isEmpty() && !had.contains(cells[1])) {
        put(later, cells[0], cells[1]);
      }
    }
    assertShare(metric(run, "SyntheticPrecision", "REFINED"), kept, later);
    assertShare(metric(run, "DroppedPrecision", "REFINED"), dropped, later);
  }

  private static void assertShare(
      JsonNode share, Map<String, Set<String>> written, Map<String, Set<String>> later) {
    long all = 0;
    long cameTrue = 0;
    for (Map.Entry<String, Set<String>> user : written.entrySet()) {
      if (later.containsKey(user.getKey())) {
        all += user.getValue().size();
        cameTrue += user.getValue().stream().filter(later.get(user.getKey())::contains).count();
      }
    }
    assertTrue("some must be counted, or nothing is tested", all > 0);
    assertEquals(all, share.get("n").asLong());
    assertEquals((double) cameTrue / all, share.get("value").asDouble(), 1e-15);
  }

  /** Active users take more: more of what is drawn for them counts, and more comes true. */
  @Test
  public void whatCameTrueIsToldOfTheControlsToo() throws IOException {
    JsonNode random = metric(run, "SyntheticPrecision", "RANDOM_CONTROL");
    JsonNode active = metric(run, "SyntheticPrecision", "POPULARITY_CONTROL");
    assertTrue(random + " " + active, random.get("n").asLong() < active.get("n").asLong());
    assertTrue(
        random + " " + active, random.get("value").asDouble() < active.get("value").asDouble());
  }

  private static void put(Map<String, Set<String>> pairs, String user, String item) {
    pairs.computeIfAbsent(user, id -> new HashSet<>()).add(item);
  }

  private static JsonNode metric(Runs.Output run, String name, String variant) throws IOException {
    for (JsonNode metric : run.json("metrics.json").get("metrics")) {
      if (metric.get("metric").asText().equals(name)
          && metric.get("variant").asText().equals(variant)) {
        return metric;
      }
    }
    throw new AssertionError(name + " of " + variant + " was not measured");
  }
}
