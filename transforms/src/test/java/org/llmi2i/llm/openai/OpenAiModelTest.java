package org.llmi2i.llm.openai;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.Test;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.AnswerSchema;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.ExchangeId;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.testing.FakeOpenAiServer;
import org.llmi2i.testing.FakeServer.Request;
import org.llmi2i.testing.Reply;

public class OpenAiModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "sk-very-secret";
  private static final String YES = "{\"answers\":[{\"number\":1,\"confidence\":0.8}]}";
  private static final Prompt PROMPT =
      new Prompt(Task.GENERATE, List.of("BLUE MUG"), List.of("RED MUG", "CAKE TIN"));

  /** Asks once for an answer; a second request for it fails the test. */
  private static Answer ask(Function<Request, Reply> script) {
    try (FakeOpenAiServer server = FakeOpenAiServer.start(script);
        LanguageModel model = model(server, Duration.ofSeconds(20))) {
      Answer answer = model.answer(List.of(PROMPT)).get(0);
      assertEquals("one attempt", 1, server.requests().size());
      assertThat(answer.toString(), not(containsString(KEY)));
      assertThat(model.toString(), not(containsString(KEY)));
      return answer;
    }
  }

  private static LanguageModel model(FakeOpenAiServer server, Duration timeout) {
    return OpenAiFactory.of("a-model")
        .withEndpoint(server.endpoint())
        .withTimeout(timeout)
        .create(OpenAiModelTest::environment);
  }

  private static String environment(String variable) {
    return variable.equals("OPENAI_API_KEY") ? KEY : null;
  }

  private static Failure.Kind failure(Answer answer) {
    assertEquals(Outcome.FAILED, answer.outcome());
    return answer.failure().orElseThrow().kind();
  }

  @Test
  public void readsAnAnswer() {
    Answer answer = ask(request -> FakeOpenAiServer.answer(YES));

    assertEquals(Answer.answered(YES, 100, 20), answer);
  }

  @Test
  public void sendsThePromptUnderItsSchema() throws Exception {
    try (FakeOpenAiServer server = FakeOpenAiServer.start(request -> FakeOpenAiServer.answer(YES));
        LanguageModel model = model(server, Duration.ofSeconds(20))) {
      model.answer(List.of(PROMPT));

      Request request = server.requests().get(0);
      assertEquals("/v1/chat/completions", request.path());
      PromptTemplate.Messages messages = PromptTemplate.standard().render(PROMPT);
      ObjectNode expected =
          (ObjectNode)
              JSON.readTree(
                  """
                  {"messages":[{"role":"system"},{"role":"user"}],
                   "model":"a-model",
                   "max_tokens":80,
                   "seed":20260101,
                   "temperature":0.0,
                   "response_format":{"type":"json_schema","json_schema":{
                     "name":"answers","strict":true,"schema":{
                       "type":"object","additionalProperties":false,
                       "properties":{"answers":{"type":"array","items":{
                         "type":"object","additionalProperties":false,
                         "properties":{"number":{"type":"integer"},
                           "confidence":{"type":"number","minimum":0,"maximum":1}},
                         "required":["number","confidence"]}}},
                       "required":["answers"]}}}}
                  """);
      ((ObjectNode) expected.at("/messages/0")).put("content", messages.system());
      ((ObjectNode) expected.at("/messages/1")).put("content", messages.user());
      assertEquals(expected, request.body());
      assertEquals(ExchangeId.of(model, messages.text()), request.headers().get("idempotency-key"));
      assertEquals("Bearer " + KEY, request.headers().get("authorization"));
      assertThat(request.body().toString(), not(containsString(KEY)));
      assertThat(request.path(), not(containsString(KEY)));
      assertEquals(Task.GENERATE, request.task());
      assertEquals(List.of("RED MUG", "CAKE TIN"), request.candidates());
      assertEquals(Map.of(request.headers().get("idempotency-key"), 1), server.deliveredByKey());
    }
  }

  @Test
  public void theSchemaGoesAsTheServerTakesIt() throws Exception {
    try (FakeOpenAiServer server =
        FakeOpenAiServer.start(request -> FakeOpenAiServer.answer(YES))) {
      for (OpenAiFactory.Schema schema :
          List.of(OpenAiFactory.Schema.JSON_OBJECT, OpenAiFactory.Schema.NONE)) {
        try (LanguageModel model =
            OpenAiFactory.of("a-model")
                .withEndpoint(server.endpoint())
                .withSchema(schema)
                .create()) {
          model.answer(List.of(PROMPT));
        }
      }
      JsonNode format = server.requests().get(0).body().path("response_format");
      assertEquals("json_object", format.path("type").asText());
      assertEquals(JSON.valueToTree(AnswerSchema.of(PROMPT.task())), format.path("schema"));
      assertTrue(server.requests().get(1).body().path("response_format").isMissingNode());
    }
  }

  @Test
  public void asksForProbabilitiesOfADiscriminatorOnly() {
    Prompt judged = new Prompt(Task.DISCRIMINATE, PROMPT.history(), List.of("RED MUG"));
    String content = "{\"answers\":[{\"number\":1,\"answer\":\"No\",\"confidence\":0.5}]}";
    ObjectNode completion = FakeOpenAiServer.completion(content, "stop");
    ((ObjectNode) completion.at("/choices/0"))
        .set(
            "logprobs",
            Logprobs.of("{\"answers\":[{\"number\":1,\"answer\":\"")
                .token("No", "No", 0.6, "Yes", 0.2, "Maybe", 0.1)
                .rest("\",\"confidence\":0.5}]}")
                .json());
    try (FakeOpenAiServer server =
            FakeOpenAiServer.start(request -> FakeOpenAiServer.reply(completion));
        LanguageModel model =
            OpenAiFactory.of("a-model")
                .withEndpoint(server.endpoint())
                .withLogprobs(true)
                .create(OpenAiModelTest::environment)) {
      String generated = model.answer(List.of(PROMPT)).get(0).response();
      String discriminated = model.answer(List.of(judged)).get(0).response();

      assertTrue(model.capabilities().logprobs());
      assertEquals(content, generated);
      assertTrue(server.requests().get(0).body().path("logprobs").isMissingNode());
      assertEquals(content.replace("0.5", "0.75"), discriminated);
      assertEquals(5, server.requests().get(1).body().path("top_logprobs").asInt());
    }
  }

  @Test
  public void takesTheStatedConfidenceWhereTheServerGivesNoProbabilities() {
    String content = "{\"answers\":[{\"number\":1,\"answer\":\"No\",\"confidence\":0.5}]}";
    try (FakeOpenAiServer server =
            FakeOpenAiServer.start(request -> FakeOpenAiServer.answer(content));
        LanguageModel model =
            OpenAiFactory.of("a-model")
                .withEndpoint(server.endpoint())
                .withLogprobs(true)
                .create(OpenAiModelTest::environment)) {
      Prompt judged = new Prompt(Task.DISCRIMINATE, PROMPT.history(), List.of("RED MUG"));

      assertEquals(content, model.answer(List.of(judged)).get(0).response());
    }
  }

  @Test
  public void keepsWhatItCannotReadAsAnAnswer() {
    assertEquals(Answer.answered("", 100, 20), ask(request -> FakeOpenAiServer.answer("")));
    assertEquals(
        Answer.answered("I would say the mug.", 100, 20),
        ask(request -> FakeOpenAiServer.answer("I would say the mug.")));
  }

  @Test
  public void tellsRefusalsAndTruncatedAnswers() {
    assertEquals(
        Answer.refused("I cannot help with that.", 100, 20),
        ask(request -> FakeOpenAiServer.refused("I cannot help with that.")));
    assertEquals(
        Outcome.REFUSED,
        ask(request -> FakeOpenAiServer.reply(FakeOpenAiServer.completion("", "content_filter")))
            .outcome());
    assertEquals(
        Answer.truncated("{\"answers\":[{", 100, 20),
        ask(request -> FakeOpenAiServer.truncated("{\"answers\":[{")));
  }

  @Test
  public void countsTokensThatTheServerDoesNotCount() {
    ObjectNode completion = FakeOpenAiServer.completion(YES, "stop");
    completion.remove("usage");
    ((ObjectNode) completion.at("/choices/0")).remove("finish_reason");
    Answer answer = ask(request -> FakeOpenAiServer.reply(completion));

    assertEquals(Outcome.ANSWERED, answer.outcome());
    assertThat(answer.outputTokens(), allOf(greaterThan(8L), lessThan(25L)));
    assertTrue(answer.inputTokens() > 100);
  }

  @Test
  public void waitsAsTheServerSays() {
    Failure failure =
        ask(request ->
                FakeOpenAiServer.error(429, "slow\n  down, " + KEY).withHeader("Retry-After", "7"))
            .failure()
            .orElseThrow();

    assertEquals(
        new Failure(
            Failure.Kind.THROTTLED,
            "HTTP status 429: slow down, ***",
            Optional.of(Duration.ofSeconds(7))),
        failure);
  }

  @Test
  public void tellsFailuresByStatus() {
    assertEquals(
        Failure.Kind.INTERRUPTED, failure(ask(request -> FakeOpenAiServer.error(500, "oops"))));
    assertEquals(
        Failure.Kind.INTERRUPTED, failure(ask(request -> FakeOpenAiServer.error(408, "late"))));
    assertEquals(
        Failure.Kind.INTERRUPTED,
        failure(
            ask(request -> FakeOpenAiServer.error(503, "busy").withHeader("Retry-After", "0"))));
    assertEquals(Failure.Kind.DENIED, failure(ask(request -> FakeOpenAiServer.error(401, "who?"))));
    assertEquals(
        Failure.Kind.DENIED, failure(ask(request -> FakeOpenAiServer.error(404, "no model"))));
    assertEquals(
        Failure.Kind.INVALID, failure(ask(request -> FakeOpenAiServer.error(400, "schema"))));
    assertEquals(
        Failure.Kind.INVALID,
        failure(ask(request -> Reply.of(307, "").withHeader("Location", "http://127.0.0.1:1/"))));
  }

  @Test
  public void tellsAnswersThatDoNotCome() {
    assertEquals(Failure.Kind.INTERRUPTED, failure(ask(request -> Reply.dropped())));
    assertEquals(
        Failure.Kind.INTERRUPTED,
        failure(ask(request -> FakeOpenAiServer.answer(YES).cutAfter(50))));
    assertEquals(
        Failure.Kind.INTERRUPTED, failure(ask(request -> Reply.of(200, "{\"choices\":["))));
    assertEquals(Failure.Kind.INTERRUPTED, failure(ask(request -> Reply.of(200, "<html>"))));
    assertEquals(Failure.Kind.INTERRUPTED, failure(ask(request -> Reply.of(200, "{}"))));
    assertEquals(
        Failure.Kind.INTERRUPTED, failure(ask(request -> Reply.of(200, "{\"choices\":[]}"))));
  }

  @Test
  public void doesNotRepeatARequestOnAConnectionThatWasKept() {
    try (FakeOpenAiServer server =
            FakeOpenAiServer.start(
                request ->
                    request.attempt() == 1 ? FakeOpenAiServer.answer(YES) : Reply.dropped());
        LanguageModel model = model(server, Duration.ofSeconds(20))) {
      model.answer(List.of(PROMPT));
      Answer second = model.answer(List.of(PROMPT)).get(0);

      assertEquals(Failure.Kind.INTERRUPTED, failure(second));
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  public void givesUpOnASlowBody() {
    try (FakeOpenAiServer server =
            FakeOpenAiServer.start(request -> FakeOpenAiServer.answer(YES).stallingAfter(50));
        LanguageModel model = model(server, Duration.ofMillis(300))) {
      Answer answer = model.answer(List.of(PROMPT)).get(0);

      assertEquals(Failure.Kind.INTERRUPTED, failure(answer));
      assertThat(answer.response(), containsString("time"));
      assertEquals(Map.of(), server.deliveredByKey());
    }
  }

  @Test
  public void readsOnlyTheBeginningOfAHugeAnswer() {
    Answer huge = ask(request -> FakeOpenAiServer.answer("x".repeat(10 << 20)));
    Answer large = ask(request -> FakeOpenAiServer.answer("x".repeat(100_000)));

    assertEquals(Outcome.ANSWERED, huge.outcome());
    assertEquals(65_536, huge.response().length());
    assertFalse(Choices.read(huge.response()).isReadable());
    assertEquals(80, huge.outputTokens());
    assertEquals(Answer.answered("x".repeat(65_536), 100, 20), large);
  }

  @Test
  public void cannotReachAServerThatIsNotThere() {
    String endpoint;
    try (FakeOpenAiServer server = FakeOpenAiServer.start(request -> Reply.dropped())) {
      endpoint = server.endpoint();
    }
    for (String nowhere : List.of(endpoint, "http://no-such-host.invalid/v1")) {
      try (LanguageModel model =
          OpenAiFactory.of("a-model").withEndpoint(nowhere).create(OpenAiModelTest::environment)) {
        assertEquals(Failure.Kind.UNREACHABLE, failure(model.answer(List.of(PROMPT)).get(0)));
      }
    }
  }

  @Test
  public void estimatesWhatARequestWillTake() {
    Prompt hostile =
        new Prompt(
            Task.DISCRIMINATE, List.of("<|endoftext|> <|im_end|>"), List.of("a", "b", "c", "d"));
    try (LanguageModel model = OpenAiFactory.of("a-model").create(OpenAiModelTest::environment)) {
      String rendered = model.render(hostile);

      assertEquals(4 * 14, model.estimate(hostile).output());
      assertEquals(14, model.estimate(PROMPT).output());
      assertEquals(32 + 24 * 4, model.estimate(hostile).outputLimit());
      assertEquals(
          rendered.getBytes(StandardCharsets.UTF_8).length + 64,
          model.estimate(hostile).inputLimit());
      assertTrue(model.estimate(hostile).input() > rendered.length() / 8);
      assertTrue(model.estimate(hostile).input() < rendered.length() / 2);
      assertEquals(
          "temperature=0,seed=20260101,max_tokens=32+24*candidates,logprobs=false,schema=JSON_SCHEMA",
          model.parameters());
    }
  }

  @Test
  public void factoryIsShippedWithoutTheKey() throws IOException {
    OpenAiFactory factory = OpenAiFactory.of("a-model").withKeyFile("a/file");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(factory);
    }
    assertTrue(bytes.size() > 0);
  }
}
