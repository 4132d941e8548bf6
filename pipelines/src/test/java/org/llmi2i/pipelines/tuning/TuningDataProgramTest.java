package org.llmi2i.pipelines.tuning;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.read.InputException;
import org.llmi2i.schemas.Task;

/** {@link TuningDataProgram}, as a user asks for it. */
public class TuningDataProgramTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private static final List<String> SETS =
      List.of(
          "discriminator-train",
          "discriminator-validation",
          "generator-train",
          "generator-validation");

  /** One user takes cup, then pot; everyone's item of February is held out. */
  private static final String[] LOG = {
    "user_id,item_id,event_time",
    "u,cup,2024-01-01",
    "u,pot,2024-01-02",
    "u,bag,2024-02-02",
    "v,bag,2024-01-03",
    "v,secret,2024-02-03"
  };

  private static final String[] ITEMS = {
    "item_id,title", "cup,a cup", "pot,a pot", "bag,a bag", "secret,a secret"
  };

  private Path folder;

  @Before
  public void folder() throws IOException {
    folder = temporary.getRoot().toPath().toRealPath();
  }

  @Test
  public void aSmallLogGivesTheseVeryLines() throws IOException {
    Path latest = run("out", "--validationShare=0", "--tailShare=0", "--domain=Crockery.");

    // The other item of the train log is the only one to set against the pot: first or second.
    List<String> lines = Files.readAllLines(latest.resolve("generator-train.openai.jsonl"));
    assertEquals(1, lines.size());
    boolean first = lines.get(0).contains("1. \\\"a pot\\\"");
    PromptTemplate.Messages asked =
        PromptTemplate.standard()
            .withDomain("Crockery.")
            .render(
                new Prompt(
                    Task.GENERATE,
                    List.of("a cup"),
                    first ? List.of("a pot", "a bag") : List.of("a bag", "a pot")));
    String answer = "{\"answers\":[{\"number\":" + (first ? 1 : 2) + ",\"confidence\":1.0}]}";
    JsonNode messages = json(lines.get(0)).get("messages");
    assertEquals(message("system", asked.system()), messages.get(0));
    assertEquals(message("user", asked.user()), messages.get(1));
    assertEquals(message("assistant", answer), messages.get(2));
    assertEquals(3, messages.size());

    JsonNode gemini = json(latest.resolve("generator-train.vertex.jsonl"));
    assertEquals(asked.system(), gemini.at("/systemInstruction/parts/0/text").asText());
    assertEquals("user", gemini.at("/contents/0/role").asText());
    assertEquals(asked.user(), gemini.at("/contents/0/parts/0/text").asText());
    assertEquals("model", gemini.at("/contents/1/role").asText());
    assertEquals(answer, gemini.at("/contents/1/parts/0/text").asText());
  }

  @Test
  public void nothingOfTheHoldoutIsToldAndEverySetHasItsFiles() throws IOException {
    Path latest = run("out", "--validationShare=0");
    assertEquals(
        List.of(
            "discriminator-train.openai.jsonl",
            "discriminator-train.vertex.jsonl",
            "discriminator-validation.openai.jsonl",
            "discriminator-validation.vertex.jsonl",
            "generator-train.openai.jsonl",
            "generator-train.vertex.jsonl",
            "generator-validation.openai.jsonl",
            "generator-validation.vertex.jsonl",
            "rejected",
            "run.json",
            "tuning-data.json"),
        names(latest));
    for (String set : SETS) {
      for (String format : List.of(".vertex.jsonl", ".openai.jsonl")) {
        String text = Files.readString(latest.resolve(set + format));
        assertEquals(set, set.endsWith("validation"), text.isEmpty());
        assertFalse(set, text.contains("secret"));
      }
    }
  }

  @Test
  public void bothRunnersWriteTheSameBytesAndTheSummaryCountsThem() throws IOException {
    GenerateProgram.write(Marketplace.of(300, 200, 4_000), folder);
    Path log = folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE);
    Path items = folder.resolve(MarketplaceGenerator.ITEMS_FILE);
    Path flink = run(log, items, "flink", "--runner=Flink", "--maxExamples=300");
    Path direct = run(log, items, "direct", "--runner=Direct", "--maxExamples=300");
    for (String name : names(flink)) {
      if (name.endsWith(".jsonl") || name.equals("tuning-data.json")) {
        assertEquals(name, -1, Files.mismatch(flink.resolve(name), direct.resolve(name)));
      }
    }
    JsonNode summary = json(flink.resolve("tuning-data.json"));
    assertEquals("o200k_base", summary.get("tokenizer").asText());
    List<String> sets = new ArrayList<>();
    long generator = 0;
    for (JsonNode set : summary.get("sets")) {
      String name = set.get("set").asText();
      sets.add(name);
      long lines = Files.readAllLines(flink.resolve(name + ".vertex.jsonl")).size();
      assertEquals(lines, set.get("examples").asLong());
      generator += name.startsWith("generator") ? lines : 0;
      assertTrue(name, lines > 0 && set.get("users").asLong() <= lines);
      // About 170 tokens are the system message.
      assertTrue(name, set.get("input_tokens").asLong() > 150 * lines);
      assertTrue(name, set.get("output_tokens").asLong() > 10 * lines);
    }
    assertEquals(SETS, sets);
    assertEquals(300, generator);
  }

  @Test
  public void untitledItemsAreLeftOut() throws IOException {
    String[] items = ITEMS.clone();
    items[2] = "pot,";
    Path latest =
        run(write("log.csv", LOG), write("items.csv", items), "out", "--validationShare=0");
    assertEquals("", Files.readString(latest.resolve("generator-train.vertex.jsonl")));
    JsonNode counts = json(latest.resolve("run.json")).get("counts");
    assertEquals(1, counts.get("GeneratorTuning.untitled").asLong());
  }

  @Test
  public void anEmptyLogLeavesNothing() throws IOException {
    Path log = write("log.csv", LOG[0]);
    Path items = write("items.csv", ITEMS);
    InputException thrown = assertThrows(InputException.class, () -> run(log, items, "out"));
    assertEquals(log + ": no row can be used; at least two users are needed", thrown.getMessage());
    assertEquals(List.of(), names(folder.resolve("out/runs")));
  }

  @Test
  public void whatMeansNothingIsRefusedBeforeAnythingIsWritten() throws IOException {
    for (String[] wrong :
        new String[][] {
          {"--maxExamples=0", "maxExamples: must be at least 1, got 0"},
          {"--listLength=1", "listLength: must be at least 2, got 1"},
          {"--historyLength=0", "historyLength: must be at least 1, got 0"},
          {"--validationShare=1", "validationShare: must be from 0 to below 1, got 1.0"}
        }) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> run("out", wrong[0]));
      assertEquals(wrong[1], thrown.getMessage());
    }
    assertFalse(Files.exists(folder.resolve("out")));
  }

  private Path run(String output, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(more));
    arguments.add("--split=2024-02-01");
    return run(
        write("log.csv", LOG), write("items.csv", ITEMS), output, arguments.toArray(String[]::new));
  }

  private Path run(Path log, Path items, String output, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(more));
    arguments.add("--interactions=" + log);
    arguments.add("--items=" + items);
    arguments.add("--output=" + folder.resolve(output));
    new TuningDataProgram().run(arguments.toArray(String[]::new));
    return folder.resolve(output).resolve("latest");
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private static JsonNode json(Path file) throws IOException {
    return json(Files.readString(file));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static JsonNode message(String role, String content) {
    return new ObjectMapper().createObjectNode().put("role", role).put("content", content);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
