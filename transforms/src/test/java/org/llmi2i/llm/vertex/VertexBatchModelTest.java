package org.llmi2i.llm.vertex;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.testing.FakeBatchServer;
import org.llmi2i.testing.FakeServer.Request;
import org.llmi2i.testing.FakeVertexServer;
import org.llmi2i.testing.Reply;

public class VertexBatchModelTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private static final String TOKEN = "ya29.very-secret";

  /** Prompts with the candidate MUG 0, MUG 1 and so on, which the server names in its answers. */
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 5)
          .mapToObj(i -> new Prompt(Task.GENERATE, List.of("CAKE TIN"), List.of("MUG " + i)))
          .toList();

  private FakeBatchServer server;
  private final List<Long> sleeps = new ArrayList<>();

  @Before
  public void start() {
    server = FakeBatchServer.start(VertexBatchModelTest::reply);
  }

  @After
  public void stop() {
    server.close();
  }

  private static Reply reply(Request request) {
    return switch (request.candidates().get(0)) {
      case "BAD" -> FakeVertexServer.error(400, "this request is not for me");
      case "LOST" -> Reply.dropped();
      case "RUDE" -> FakeVertexServer.refused("SAFETY");
      default -> FakeVertexServer.answer(text(request.candidates()));
    };
  }

  private static String text(List<String> candidates) {
    return "answer about " + candidates.get(0);
  }

  private static Prompt prompt(String candidate) {
    return new Prompt(Task.GENERATE, List.of("CAKE TIN"), List.of(candidate));
  }

  private VertexFactory vertex() {
    return VertexFactory.of("gemini-2.5-flash", "a-project", "a-region")
        .withEndpoint(server.endpoint())
        .withLabels(Map.of("team", "i2i"))
        .withTimeout(Duration.ofSeconds(20));
  }

  private VertexBatchFactory factory() {
    return VertexBatchFactory.of(vertex(), temporary.getRoot() + "/batches/");
  }

  /** Asks a model of its own, as another process would. */
  private List<Answer> ask(VertexBatchFactory factory, List<Prompt> prompts) {
    try (LanguageModel model = factory.create(VertexFactory.token(TOKEN), sleeps::add)) {
      List<Answer> answers = model.answer(prompts);
      assertThat(answers.toString(), not(containsString(TOKEN)));
      return answers;
    }
  }

  private List<Answer> ask(List<Prompt> prompts) {
    return ask(factory(), prompts);
  }

  /** What every prompt failed with. */
  private Failure failure(List<Answer> answers) {
    assertEquals(1, answers.stream().distinct().count());
    assertEquals(Outcome.FAILED, answers.get(0).outcome());
    return answers.get(0).failure().orElseThrow();
  }

  private static void assertAnswered(List<Prompt> prompts, List<Answer> answers) {
    assertEquals(
        prompts.stream()
            .map(
                prompt ->
                    Answer.answered(
                        text(prompt.candidates()),
                        FakeVertexServer.INPUT_TOKENS,
                        FakeVertexServer.OUTPUT_TOKENS))
            .toList(),
        answers);
  }

  private List<String> files() throws IOException {
    Path folder = temporary.getRoot().toPath().resolve("batches");
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  public void answersComeInTheOrderOfThePrompts() throws IOException {
    server.states(
        "JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED");

    assertAnswered(PROMPTS, ask(PROMPTS));

    assertEquals(Collections.nCopies(3, 60_000L), sleeps);
    JsonNode job = server.jobs().get(0);
    String name = job.path("displayName").asText();
    assertTrue(name, name.matches("llm-i2i-[0-9a-f]{32}"));
    assertEquals("publishers/google/models/gemini-2.5-flash", job.path("model").asText());
    assertEquals("jsonl", job.at("/inputConfig/instancesFormat").asText());
    assertEquals("jsonl", job.at("/outputConfig/predictionsFormat").asText());
    assertEquals(List.of(name, name + ".job", name + ".jsonl"), files());
  }

  @Test
  public void theRequestsAreThoseOfTheModelThatIsAskedOneByOne() throws IOException {
    ask(PROMPTS);
    List<JsonNode> lines = new ArrayList<>();
    Path requests = Path.of(server.jobs().get(0).at("/inputConfig/gcsSource/uris/0").asText());
    for (String line : Files.readAllLines(requests)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    try (FakeVertexServer single =
            FakeVertexServer.start(request -> FakeVertexServer.answer("{}"));
        LanguageModel model = vertex().withEndpoint(single.endpoint()).create()) {
      model.answer(PROMPTS);

      assertEquals(PROMPTS.size(), lines.size());
      for (int i = 0; i < lines.size(); i++) {
        assertEquals(1, lines.get(i).size());
        assertEquals(single.requests().get(i).body(), lines.get(i).path("request"));
      }
      try (LanguageModel batch = factory().create()) {
        assertEquals(model.parameters(), batch.parameters());
        assertEquals(model.model(), batch.model());
        assertEquals("vertex-batch", batch.provider());
        assertEquals(model.render(PROMPTS.get(0)), batch.render(PROMPTS.get(0)));
        assertEquals(model.estimate(PROMPTS.get(0)), batch.estimate(PROMPTS.get(0)));
        assertTrue(batch.capabilities().isJob());
      }
    }
  }

  @Test
  public void aRequestFailsByItself() {
    List<Answer> answers =
        ask(List.of(prompt("BAD"), prompt("LOST"), prompt("RUDE"), prompt("MUG")));

    assertEquals(Failure.Kind.INVALID, answers.get(0).failure().orElseThrow().kind());
    assertThat(answers.get(0).response(), containsString("this request is not for me"));
    assertEquals(Failure.Kind.INTERRUPTED, answers.get(1).failure().orElseThrow().kind());
    assertThat(answers.get(1).response(), containsString("left this request unanswered"));
    assertEquals(Answer.refused("finish reason SAFETY", 100, 20), answers.get(2));
    assertAnswered(List.of(prompt("MUG")), answers.subList(3, 4));
  }

  @Test
  public void whatAnExpiredJobAnsweredCounts() {
    server.states("JOB_STATE_RUNNING", "JOB_STATE_EXPIRED");
    List<Answer> answers = ask(List.of(prompt("LOST"), prompt("MUG")));

    assertThat(answers.get(0).response(), containsString("JOB_STATE_EXPIRED"));
    assertAnswered(List.of(prompt("MUG")), answers.subList(1, 2));
    // A process that was killed before it could write them down gets the same.
    assertEquals(answers, ask(List.of(prompt("LOST"), prompt("MUG"))));
    assertEquals(1, server.jobs().size());
  }

  @Test
  public void equalPromptsAreAskedOnce() {
    List<Prompt> twice = List.of(prompt("MUG"), prompt("JUG"), prompt("MUG"));
    assertAnswered(twice, ask(twice));
    assertEquals(2, server.answered().size());
    assertEquals(List.of(), ask(List.of()));
    assertEquals(1, server.jobs().size());
  }

  @Test
  public void aJobThatFailsFailsEveryPromptAndIsMadeAnewWhenAskedAgain() {
    server.states("JOB_STATE_PENDING", "JOB_STATE_FAILED");
    server.error(13, "internal trouble");

    Failure failure = failure(ask(PROMPTS));
    assertEquals(Failure.Kind.INVALID, failure.kind());
    assertThat(failure.detail(), containsString("JOB_STATE_FAILED: internal trouble"));

    failure(ask(PROMPTS));
    assertEquals(2, server.jobs().size());
  }

  @Test
  public void aJobThatMayNotReadItsFileStopsTheRun() {
    server.states("JOB_STATE_FAILED");
    server.error(3, "the service agent lacks permission storage.objects.get");
    assertEquals(Failure.Kind.DENIED, failure(ask(PROMPTS)).kind());
    server.error(7, "no");
    assertEquals(Failure.Kind.DENIED, failure(ask(PROMPTS)).kind());
  }

  @Test
  public void aJobWithoutAnyAnswerSaysTheFirstError() {
    Failure failure = failure(ask(List.of(prompt("BAD"), prompt("LOST"))));
    assertEquals(Failure.Kind.INVALID, failure.kind());
    assertThat(failure.detail(), containsString("this request is not for me"));
  }

  @Test
  public void aProcessThatIsKilledWhileItWaitsFindsItsJob() {
    server.states("JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED");
    try (LanguageModel killed =
        factory()
            .create(
                VertexFactory.token(TOKEN),
                millis -> {
                  throw new IllegalStateException("killed");
                })) {
      assertThrows(IllegalStateException.class, () -> killed.answer(PROMPTS));
    }
    List<Prompt> inAnotherOrder = new ArrayList<>(PROMPTS);
    Collections.reverse(inAnotherOrder);

    assertAnswered(inAnotherOrder, ask(inAnotherOrder));
    assertEquals(1, server.jobs().size());
    assertEquals(PROMPTS.size(), server.answered().size());
    // Other requests are another job.
    ask(PROMPTS.subList(0, 2));
    assertEquals(2, server.jobs().size());
  }

  @Test
  public void aJobThatNobodyNotedIsFoundByItsName() throws IOException {
    server.loseTheNextCreation();
    assertEquals(Failure.Kind.UNREACHABLE, failure(ask(PROMPTS)).kind());
    assertThat(files().toString(), not(containsString(".job,")));

    assertAnswered(PROMPTS, ask(PROMPTS));
    assertEquals(1, server.jobs().size());
    assertThat(files().toString(), containsString(".job,"));
  }

  @Test
  public void aNoteThatIsCutOffOrOfAJobThatIsGoneIsNone() throws IOException {
    ask(PROMPTS);
    Path note =
        temporary
            .getRoot()
            .toPath()
            .resolve("batches")
            .resolve(server.jobs().get(0).path("displayName").asText() + ".job");
    for (String content :
        List.of("", "projects/a-pro", "projects/1/locations/b/batchPredictionJobs/9")) {
      Files.writeString(note, content);
      assertAnswered(PROMPTS, ask(PROMPTS));
    }
    assertEquals(1, server.jobs().size());
    assertThat(Files.readString(note), startsWith("projects/a-project/"));
  }

  @Test
  public void looksThatFailInPassingAreRepeated() {
    server.states("JOB_STATE_PENDING", "JOB_STATE_SUCCEEDED");
    List<Answer> answers;
    try (LanguageModel model =
        factory()
            .create(
                VertexFactory.token(TOKEN),
                millis -> {
                  sleeps.add(millis);
                  if (sleeps.size() == 1) {
                    server.fault(FakeVertexServer.error(503, "overloaded"), 9);
                  }
                })) {
      answers = model.answer(PROMPTS);
    }
    assertAnswered(PROMPTS, answers);
    assertEquals(10, sleeps.size());
  }

  @Test
  public void whatTheServiceSaysToANewJobDecides() {
    server.fault(FakeVertexServer.error(429, "slow down"), 1);
    assertEquals(Failure.Kind.THROTTLED, failure(ask(PROMPTS)).kind());
    server.fault(FakeVertexServer.error(500, "oh no"), 1);
    assertEquals(Failure.Kind.UNREACHABLE, failure(ask(PROMPTS)).kind());
    server.fault(FakeVertexServer.error(403, "not yours"), 1);
    assertEquals(Failure.Kind.DENIED, failure(ask(PROMPTS)).kind());
    assertEquals(0, server.jobs().size());
  }

  @Test
  public void afterTheTimeLimitTheRunStopsAndTheNextGoesOn() {
    server.states(
        "JOB_STATE_PENDING",
        "JOB_STATE_RUNNING",
        "JOB_STATE_RUNNING",
        "JOB_STATE_RUNNING",
        "JOB_STATE_SUCCEEDED");
    VertexBatchFactory patient =
        factory().withPollInterval(Duration.ofMinutes(30)).withTimeLimit(Duration.ofHours(1));

    Failure failure = failure(ask(patient, PROMPTS));
    assertEquals(Failure.Kind.DENIED, failure.kind());
    assertThat(failure.detail(), containsString("is JOB_STATE_RUNNING after 1 hours"));
    assertEquals(List.of(1_800_000L, 1_800_000L), sleeps);

    assertAnswered(PROMPTS, ask(patient, PROMPTS));
    assertEquals(1, server.jobs().size());
  }

  @Test
  public void aFolderThatCannotBeWrittenStopsTheRun() throws IOException {
    Files.writeString(temporary.getRoot().toPath().resolve("batches"), "a file");
    Failure failure = failure(ask(PROMPTS));
    assertEquals(Failure.Kind.DENIED, failure.kind());
    assertThat(failure.detail(), startsWith("llmBatchFolder: "));
    assertEquals(Optional.empty(), failure.retryAfter());
  }

  @Test
  public void factoryCanBeShippedAndNamesWhatIsWrong() throws IOException {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(factory());
    }
    VertexFactory google = VertexFactory.of("a-model", "a-project", "a-region");
    for (String folder : List.of("", "out/batches", "gs://", "gs://bucket/*")) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> VertexBatchFactory.of(google, folder))
              .getMessage(),
          startsWith("llmBatchFolder: must be "));
    }
    assertThrows(
        IllegalArgumentException.class, () -> factory().withPollInterval(Duration.ofMillis(1)));
    assertThrows(
        IllegalArgumentException.class, () -> factory().withTimeLimit(Duration.ofSeconds(1)));
  }
}
