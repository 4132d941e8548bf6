package org.llmi2i.llm.vertex;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.Test;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.testing.FakeServer.Request;
import org.llmi2i.testing.FakeVertexServer;
import org.llmi2i.testing.Reply;

public class VertexModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "ya29.very-secret";
  private static final String YES =
      "{\"answers\":[{\"number\":1,\"answer\":\"Yes\",\"confidence\":0.8}]}";
  private static final Prompt PROMPT =
      new Prompt(Task.DISCRIMINATE, List.of("BLUE MUG"), List.of("RED MUG", "CAKE TIN"));

  /** Asks once for an answer; a second request for it fails the test. */
  private static Answer ask(Function<Request, Reply> script) {
    try (FakeVertexServer server = FakeVertexServer.start(script);
        LanguageModel model = model(factory(server))) {
      Answer answer = model.answer(List.of(PROMPT)).get(0);
      assertEquals("one attempt", 1, server.requests().size());
      assertThat(answer.toString(), not(containsString(TOKEN)));
      assertThat(model.toString(), not(containsString(TOKEN)));
      return answer;
    }
  }

  private static VertexFactory factory(FakeVertexServer server) {
    return VertexFactory.of("gemini-2.5-flash", "a-project", "a-region")
        .withEndpoint(server.endpoint())
        .withTimeout(Duration.ofSeconds(20));
  }

  private static LanguageModel model(VertexFactory factory) {
    return factory.create(VertexFactory.token(TOKEN));
  }

  private static Failure.Kind failure(Answer answer) {
    assertEquals(Outcome.FAILED, answer.outcome());
    return answer.failure().orElseThrow().kind();
  }

  @Test
  public void readsAnAnswer() {
    Answer answer = ask(request -> FakeVertexServer.answer(YES));

    assertEquals(Answer.answered(YES, 100, 20), answer);
  }

  @Test
  public void sendsThePromptUnderItsSchema() throws Exception {
    try (FakeVertexServer server = FakeVertexServer.start(request -> FakeVertexServer.answer(YES));
        LanguageModel model = model(factory(server).withLabels(Map.of("team", "i2i")))) {
      model.answer(List.of(PROMPT));

      Request request = server.requests().get(0);
      assertEquals(
          "/v1beta1/projects/a-project/locations/a-region/publishers/google/models/"
              + "gemini-2.5-flash:generateContent",
          request.path());
      PromptTemplate.Messages messages = PromptTemplate.standard().render(PROMPT);
      ObjectNode expected =
          (ObjectNode)
              JSON.readTree(
                  """
                  {"contents":[{"role":"user","parts":[{}]}],
                   "systemInstruction":{"parts":[{}]},
                   "labels":{"team":"i2i"},
                   "generationConfig":{
                     "temperature":0.0,"seed":20260101,"maxOutputTokens":80,
                     "thinkingConfig":{"thinkingBudget":0},
                     "responseMimeType":"application/json",
                     "responseJsonSchema":{
                       "type":"object","additionalProperties":false,
                       "properties":{"answers":{"type":"array","items":{
                         "type":"object","additionalProperties":false,
                         "properties":{"number":{"type":"integer"},
                           "answer":{"type":"string","enum":["Yes","No"]},
                           "confidence":{"type":"number","minimum":0,"maximum":1}},
                         "required":["number","answer","confidence"]}}},
                       "required":["answers"]}}}
                  """);
      ((ObjectNode) expected.at("/systemInstruction/parts/0")).put("text", messages.system());
      ((ObjectNode) expected.at("/contents/0/parts/0")).put("text", messages.user());
      assertEquals(expected, request.body());
      assertEquals("Bearer " + TOKEN, request.headers().get("authorization"));
      assertThat(request.body().toString(), not(containsString(TOKEN)));
      assertEquals(Task.DISCRIMINATE, request.task());
      assertEquals(List.of("RED MUG", "CAKE TIN"), request.candidates());
      assertEquals(Map.of(model.render(PROMPT), 1), server.deliveredByKey());
    }
  }

  @Test
  public void countsThoughtsAsOutput() {
    ObjectNode response = FakeVertexServer.response(YES, "STOP");
    ((ObjectNode) response.path("usageMetadata")).put("thoughtsTokenCount", 300);
    try (FakeVertexServer server =
            FakeVertexServer.start(request -> FakeVertexServer.reply(response));
        LanguageModel model = model(factory(server).withThinkingBudget(512))) {
      assertEquals(Answer.answered(YES, 100, 320), model.answer(List.of(PROMPT)).get(0));
      assertEquals(512 + 80, model.estimate(PROMPT).outputLimit());
      assertEquals(
          512 + 80,
          server.requests().get(0).body().at("/generationConfig/maxOutputTokens").asInt());
      assertEquals(
          "temperature=0,seed=20260101,max_tokens=544+24*candidates,thinking_budget=512",
          model.parameters());
      assertEquals(new Capabilities(true, false, 1, 256), model.capabilities());
    }
  }

  @Test
  public void doesNotMentionThinkingToModelsThatCannotTurnItOff() {
    try (FakeVertexServer server = FakeVertexServer.start(request -> FakeVertexServer.answer(YES));
        LanguageModel model =
            VertexFactory.of("gemini-2.0-flash", "a-project", "a-region")
                .withEndpoint(server.endpoint())
                .create()) {
      model.answer(List.of(PROMPT));

      Request request = server.requests().get(0);
      assertTrue(request.body().at("/generationConfig/thinkingConfig").isMissingNode());
      // No credentials were looked for, as the address is not https.
      assertEquals("Bearer none", request.headers().get("authorization"));
    }
  }

  @Test
  public void tellsRefusalsAndTruncatedAnswers() {
    assertEquals(
        Answer.refused("prompt blocked: PROHIBITED_CONTENT", 100, 0),
        ask(request -> FakeVertexServer.blocked("PROHIBITED_CONTENT")));
    for (String reason : List.of("SAFETY", "PROHIBITED_CONTENT")) {
      assertEquals(
          Answer.refused("finish reason " + reason, 100, 20),
          ask(request -> FakeVertexServer.refused(reason)));
    }
    assertEquals(
        Answer.truncated("{\"answers\":[{", 100, 20),
        ask(request -> FakeVertexServer.truncated("{\"answers\":[{")));
  }

  @Test
  public void keepsWhatItCannotReadAsAnAnswer() {
    assertEquals(Answer.answered("", 100, 20), ask(request -> FakeVertexServer.answer("")));
    assertEquals(
        Answer.answered("I would say the mug.", 100, 20),
        ask(request -> FakeVertexServer.answer("I would say the mug.")));
    assertEquals(
        Answer.answered("?", 100, 20),
        ask(request -> FakeVertexServer.reply(FakeVertexServer.response("?", "A_NEW_REASON"))));
  }

  @Test
  public void tellsFailuresByStatus() {
    assertEquals(
        new Failure(
            Failure.Kind.THROTTLED,
            "HTTP status 429: quota, ***",
            Optional.of(Duration.ofSeconds(7))),
        ask(request ->
                FakeVertexServer.error(429, "quota, " + TOKEN).withHeader("Retry-After", "7"))
            .failure()
            .orElseThrow());
    Map<Integer, Failure.Kind> kinds =
        Map.of(
            500, Failure.Kind.INTERRUPTED,
            401, Failure.Kind.DENIED,
            403, Failure.Kind.DENIED,
            404, Failure.Kind.DENIED,
            400, Failure.Kind.INVALID);
    kinds.forEach(
        (status, kind) ->
            assertEquals(kind, failure(ask(request -> FakeVertexServer.error(status, "no")))));
  }

  @Test
  public void tellsAnswersThatDoNotCome() {
    assertEquals(Failure.Kind.INTERRUPTED, failure(ask(request -> Reply.dropped())));
    assertEquals(
        Failure.Kind.INTERRUPTED,
        failure(ask(request -> FakeVertexServer.answer(YES).cutAfter(50))));
    for (String body : List.of("{\"candidates\":[", "<html>", "{}", "[]", "")) {
      assertEquals(body, Failure.Kind.INTERRUPTED, failure(ask(request -> Reply.of(200, body))));
    }
  }

  @Test
  public void givesUpOnASlowBody() {
    try (FakeVertexServer server =
            FakeVertexServer.start(request -> FakeVertexServer.answer(YES).stallingAfter(50));
        LanguageModel model = model(factory(server).withTimeout(Duration.ofMillis(300)))) {
      assertEquals(Failure.Kind.INTERRUPTED, failure(model.answer(List.of(PROMPT)).get(0)));
    }
  }

  @Test
  public void readsOnlyTheBeginningOfAHugeAnswer() {
    Answer huge = ask(request -> FakeVertexServer.answer("x".repeat(10 << 20)));
    Answer large = ask(request -> FakeVertexServer.answer("x".repeat(100_000)));

    assertEquals(Outcome.ANSWERED, huge.outcome());
    assertEquals(65_536, huge.response().length());
    assertEquals(Answer.answered("x".repeat(65_536), 100, 20), large);
  }

  @Test
  public void cannotReachAServerThatIsNotThere() {
    VertexFactory factory;
    try (FakeVertexServer server = FakeVertexServer.start(request -> Reply.dropped())) {
      factory = factory(server);
    }
    try (LanguageModel model = model(factory)) {
      assertEquals(Failure.Kind.UNREACHABLE, failure(model.answer(List.of(PROMPT)).get(0)));
    }
  }

  @Test
  public void tellsWhenCredentialsGiveNoToken() {
    GoogleCredentials broken =
        new GoogleCredentials() {
          @Override
          public AccessToken refreshAccessToken() throws IOException {
            throw new IOException("revoked: " + TOKEN);
          }
        };
    try (FakeVertexServer server = FakeVertexServer.start(request -> FakeVertexServer.answer(YES));
        LanguageModel model = factory(server).create(broken)) {
      Answer answer = model.answer(List.of(PROMPT)).get(0);

      assertEquals(Failure.Kind.DENIED, failure(answer));
      assertThat(answer.toString(), not(containsString(TOKEN)));
      assertEquals(0, server.requests().size());
    }
  }

  @Test
  public void factoryCanBeShippedAndNamesTheOptionThatIsMissing() throws IOException {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(
          VertexFactory.of("a-model", "a-project", "a-region").withLabels(Map.of("a", "b")));
    }
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> VertexFactory.of("a-model", " ", "a-region"))
            .getMessage();
    assertThat(message, containsString("llmProject"));
  }
}
