package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.llm.Choices;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Task;
import org.llmi2i.testing.FakeOpenAiServer;
import org.llmi2i.testing.FakeServer;
import org.llmi2i.testing.Reply;

/** The main job with a server that fails in every way there is. */
public class RefineFaultsTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static final String KEY = "sk-a-secret-that-nobody-may-see";

  /** The answers that no prompt gets, one in {@link #MOODS} each; all others are good. */
  private static final int MOODS = 24;

  private static Path log;
  private static Path items;
  private static Path keyFile;
  private static FakeOpenAiServer server;
  private static Map<String, Integer> deliveredToFlink;
  private static long attemptsOfFlink;
  private static long callsOfFlink;
  private static Map<String, Integer> deliveredInAll;
  private static Runs.Output flink;
  private static Runs.Output again;
  private static Runs.Output direct;

  @BeforeClass
  public static void runs() throws IOException {
    Path folder = TEMPORARY.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(300, 400, 5_000), folder);
    log = folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE);
    items = folder.resolve(MarketplaceGenerator.ITEMS_FILE);
    keyFile = Files.writeString(folder.resolve("key.txt"), KEY + "\n");
    server = FakeOpenAiServer.start(RefineFaultsTest::reply);
    flink = run("flink", "--runner=FlinkRunner");
    deliveredToFlink = server.deliveredByKey();
    attemptsOfFlink = flink.count("LanguageModel.attempts");
    callsOfFlink = flink.count("LanguageModel.calls");
    again = run("flink", "--runner=FlinkRunner");
    deliveredInAll = server.deliveredByKey();
    direct = run("direct", "--runner=DirectRunner");
  }

  @AfterClass
  public static void stop() {
    server.close();
  }

  private static Runs.Output run(String output, String runner) throws IOException {
    return Runs.run(
        log,
        items,
        output,
        runner,
        "--llm=openai",
        "--llmModel=m",
        "--llmEndpoint=" + server.endpoint(),
        "--llmKeyFile=" + keyFile,
        "--llmTimeoutSeconds=1",
        "--tokenPrices=1,2");
  }

  /** Faults that pass come with the first two attempts; the others with the answer itself. */
  private static Reply reply(FakeServer.Request request) {
    int mood = Integer.parseInt(request.key().substring(0, 6), 16) % MOODS;
    String good = answer(request);
    Reply passing = request.attempt() <= 2 ? passing(mood, good) : null;
    if (passing != null) {
      return passing;
    }
    return switch (mood) {
      case 6 -> FakeOpenAiServer.answer("");
      case 7 -> FakeOpenAiServer.answer("I am afraid I cannot say.");
      case 8 -> FakeOpenAiServer.answer("{\"réponses\":[{\"numéro\":1}]}");
      case 9 -> FakeOpenAiServer.answer("Sure!\n```json\n" + good + "\n```");
      case 10 ->
          FakeOpenAiServer.answer(
              "{\"answers\":[{\"number\":999,\"answer\":\"Yes\",\"confidence\":0.5}]}");
      case 11 ->
          FakeOpenAiServer.answer(
              "{\"answers\":[{\"number\":1,\"confidence\":0.5},{\"number\":1,\"confidence\":0.5}]}");
      case 12 -> FakeOpenAiServer.truncated(good.substring(0, good.length() - 4));
      case 13 -> FakeOpenAiServer.refused("I will not.");
      case 14 -> FakeOpenAiServer.answer("x".repeat(10 << 20));
      case 15 -> FakeOpenAiServer.error(400, "this request is not for me");
      case 16 -> FakeOpenAiServer.answer("{\"answers\":[{\"number\":1,\"confidence\":7}]}");
      case 17 ->
          FakeOpenAiServer.answer(
              "{\"answers\":[{\"number\":1,\"answer\":\"Ja\",\"confidence\":0.5}]}");
      default -> FakeOpenAiServer.answer(good);
    };
  }

  private static Reply passing(int mood, String good) {
    return switch (mood) {
      case 0 -> FakeOpenAiServer.error(429, "slow down").withHeader("Retry-After", "0");
      case 1 -> FakeOpenAiServer.error(500, "oh no");
      case 2 -> Reply.dropped();
      case 3 -> FakeOpenAiServer.answer(good).cutAfter(40);
      case 4 -> FakeOpenAiServer.answer(good).stallingAfter(40);
      case 5 -> FakeOpenAiServer.error(503, "overloaded");
      default -> null;
    };
  }

  /** A confidence for every candidate that depends on the history and its title. */
  private static String answer(FakeServer.Request request) {
    StringBuilder answers = new StringBuilder("{\"answers\":[");
    List<String> candidates = request.candidates();
    for (int i = 0; i < candidates.size(); i++) {
      int confidence = Math.floorMod((request.user() + candidates.get(i)).hashCode(), 100);
      answers
          .append(i == 0 ? "" : ",")
          .append("{\"number\":")
          .append(i + 1)
          .append(",\"answer\":\"Yes\",\"confidence\":0.")
          .append(confidence < 10 ? "0" : "")
          .append(confidence)
          .append("}");
    }
    return answers.append("]}").toString();
  }

  @Test
  public void noAnswerIsPaidForTwice() {
    assertTrue(deliveredToFlink.size() > 400);
    deliveredToFlink.forEach((key, times) -> assertEquals(key, 1, (int) times));
  }

  @Test
  public void theLedgerHasEveryExchangeOnce() throws IOException {
    List<Exchange> ledger = direct.ledger();
    Set<String> ids = new TreeSet<>();
    ledger.forEach(exchange -> ids.add(exchange.getExchangeId()));
    assertEquals(ids.size(), ledger.size());
    assertEquals(server.requestsByKey().keySet(), ids);
    assertEquals(ledger.size(), direct.count("LanguageModel.calls"));
  }

  @Test
  public void faultsThatPassLeaveNoTrace() throws IOException {
    for (Exchange exchange : direct.ledger()) {
      int mood = Integer.parseInt(exchange.getExchangeId().substring(0, 6), 16) % MOODS;
      assertEquals(exchange.toString(), mood == 15, exchange.getOutcome() == Outcome.FAILED);
    }
  }

  /** Whatever the next run may learn it learns from the ledger; only what failed is asked again. */
  @Test
  public void theSecondRunAsksOnlyWhatFailed() throws IOException {
    assertEquals(deliveredToFlink, deliveredInAll);
    long failed =
        flink.ledger().stream()
            .filter(exchange -> exchange.getOutcome() == Outcome.FAILED)
            .map(Exchange::getExchangeId)
            .distinct()
            .count();
    assertTrue(failed > 0);
    assertEquals(failed, again.count("LanguageModel.calls"));
    assertEquals(
        direct.count("LanguageModel.calls"),
        again.count("LanguageModel.calls") + again.count("LanguageModel.ledgerHits"));
    assertArrayEquals(direct.bytes("i2i-refined.csv"), again.bytes("i2i-refined.csv"));
  }

  @Test
  public void bothRunnersWriteTheSameTables() throws IOException {
    assertArrayEquals(direct.bytes("i2i-base.csv"), flink.bytes("i2i-base.csv"));
    assertArrayEquals(direct.bytes("i2i-refined.csv"), flink.bytes("i2i-refined.csv"));
  }

  /** Every entry of every answer becomes an interaction or a rejected record. */
  @Test
  public void whatCameInGoesOut() throws IOException {
    long entries = 0;
    for (Exchange exchange : direct.ledger()) {
      if (exchange.getTask() == Task.GENERATE) {
        Choices.Reading reading = Choices.read(exchange.getResponse());
        boolean none =
            exchange.getOutcome() == Outcome.FAILED || exchange.getOutcome() == Outcome.REFUSED;
        entries += none ? 1 : reading.choices().size() + reading.flaws().size();
      }
    }
    assertEquals(
        entries, direct.count("LlmGenerate.synthetic") + direct.count("LlmGenerate.rejected"));
    assertEquals(
        direct.count("LlmGenerate.synthetic"),
        direct.count("LlmDiscriminate.keptSynthetic") + direct.count("LlmDiscriminate.rejected"));
    assertEquals(
        direct.count("LlmGenerate.rejected") + direct.count("LlmDiscriminate.rejected"),
        direct.records("rejected", Rejected.class).size());
  }

  @Test
  public void everyKindOfFaultIsNamed() throws IOException {
    Set<Reason> reasons = new HashSet<>();
    for (Rejected rejected : direct.records("rejected", Rejected.class)) {
      if (rejected.getStage().equals("LlmGenerate")) {
        reasons.add(rejected.getReason());
      }
    }
    reasons.removeAll(EnumSet.of(Reason.OVER_ITEM_QUOTA, Reason.OVER_USER_QUOTA));
    assertEquals(
        EnumSet.of(
            Reason.EMPTY_ANSWER,
            Reason.UNREADABLE_ANSWER,
            Reason.NUMBER_OFF_LIST,
            Reason.ANSWERED_TWICE,
            Reason.TRUNCATED_ANSWER,
            Reason.REFUSED_ANSWER,
            Reason.NO_ANSWER,
            Reason.INVALID_CONFIDENCE,
            Reason.INVALID_VERDICT),
        EnumSet.copyOf(reasons));
  }

  /** An interaction that nobody judged is left out, but not as implausible. */
  @Test
  public void whatNobodyJudgedIsNotAmongWhatWasDropped() throws IOException {
    Set<Reason> reasons = new HashSet<>();
    for (Rejected rejected : direct.records("rejected", Rejected.class)) {
      if (rejected.getStage().equals("LlmDiscriminate")) {
        reasons.add(rejected.getReason());
      }
    }
    assertEquals(EnumSet.of(Reason.IMPLAUSIBLE, Reason.NO_ANSWER), EnumSet.copyOf(reasons));
    RefineMetricsTest.assertCameTrue(direct, log);
  }

  @Test
  public void whatWasSpentIsCounted() throws IOException {
    long input = 0;
    long output = 0;
    for (Exchange exchange : direct.ledger()) {
      input += exchange.getInputTokens();
      output += exchange.getOutputTokens();
    }
    JsonNode run = direct.json("run.json");
    assertEquals(input, run.get("input_tokens").asLong());
    assertEquals(output, run.get("output_tokens").asLong());
    assertEquals((input + 2 * output) / 1e6, run.get("cost").asDouble(), 1e-9);
    // Its faults were those that pass; the later runs met none of them.
    assertTrue(attemptsOfFlink > callsOfFlink);
  }

  @Test
  public void theKeyIsNowhere() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(direct.folder(), flink.folder())) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    assertTrue(files.size() > 20);
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertFalse(file.toString(), text.contains(KEY));
    }
    assertFalse(direct.ledger().toString().contains(KEY));
    assertFalse(direct.records("rejected", Rejected.class).toString().contains(KEY));
    assertTrue(direct.json("run.json").toString().contains("key.txt"));
  }
}
