package org.llmi2i.llm.vertex;

import com.google.auth.Retryable;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.Candidate;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.AnswerSchema;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.llm.TextTokens;
import org.llmi2i.llm.http.HttpModel;
import org.llmi2i.llm.http.OneAttempt;

/**
 * A Gemini model on Vertex AI, see {@link VertexFactory}.
 *
 * <p>Answers are asked for under a JSON schema, at temperature 0 and with a fixed seed; so equal
 * prompts get equal answers as far as the server can keep that promise. Thoughts count as output.
 */
public final class VertexModel extends HttpModel {
  private static final int CALLS_AT_ONCE = 256;
  private static final int SEED = 20260101;

  private final VertexFactory factory;
  private final GoogleCredentials credentials;
  private final OkHttpClient http;
  private final Client client;

  VertexModel(VertexFactory factory, GoogleCredentials credentials) {
    super(factory.template());
    this.factory = factory;
    this.credentials = credentials;
    this.http = OneAttempt.client(factory.timeout(), CALLS_AT_ONCE);
    HttpOptions.Builder options =
        HttpOptions.builder()
            // Without the list the client sleeps after the last attempt, too.
            .retryOptions(
                HttpRetryOptions.builder().attempts(1).httpStatusCodes(List.of()).build());
    if (!factory.endpoint().isEmpty()) {
      options.baseUrl(factory.endpoint());
    }
    this.client =
        Client.builder()
            .vertexAI(true)
            .project(factory.project())
            .location(factory.location())
            .credentials(credentials)
            .httpOptions(options.build())
            .clientOptions(ClientOptions.builder().customHttpClient(http).build())
            .build();
  }

  @Override
  protected Answer ask(Prompt prompt, PromptTemplate.Messages messages) {
    try {
      // The client would do so itself, and then no one could tell whose fault a failure is.
      credentials.refreshIfExpired();
    } catch (IOException e) {
      boolean passing = e instanceof Retryable retryable && retryable.isRetryable();
      return Answer.failed(
          Failure.of(
              passing ? Failure.Kind.UNREACHABLE : Failure.Kind.DENIED,
              "the credentials give no token: " + e.getClass().getSimpleName()));
    }
    return read(
        client.models.generateContent(
            factory.model(),
            Content.builder().role("user").parts(Part.fromText(messages.user())).build(),
            config(prompt, messages.system())),
        messages);
  }

  private GenerateContentConfig config(Prompt prompt, String system) {
    GenerateContentConfig.Builder config =
        GenerateContentConfig.builder()
            .systemInstruction(Content.builder().parts(Part.fromText(system)).build())
            .temperature(0f)
            .seed(SEED)
            .maxOutputTokens((int) outputLimit(prompt))
            .responseMimeType("application/json")
            .responseJsonSchema(AnswerSchema.of(prompt.task()));
    if (factory.thinkingBudget() > 0 || thinkingCanBeOff()) {
      config.thinkingConfig(
          ThinkingConfig.builder().thinkingBudget(factory.thinkingBudget()).build());
    }
    if (!factory.labels().isEmpty()) {
      config.labels(factory.labels());
    }
    return config.build();
  }

  private boolean thinkingCanBeOff() {
    return factory.model().startsWith("gemini-2.5-flash");
  }

  private static Answer read(GenerateContentResponse response, PromptTemplate.Messages messages) {
    Optional<Candidate> candidate =
        response.candidates().flatMap(candidates -> candidates.stream().findFirst());
    String text = candidate.map(VertexModel::text).orElse("");
    Optional<GenerateContentResponseUsageMetadata> usage = response.usageMetadata();
    long input =
        usage
            .flatMap(GenerateContentResponseUsageMetadata::promptTokenCount)
            .map(Integer::longValue)
            .orElseGet(() -> TextTokens.count(messages.text()));
    long output =
        usage
                .flatMap(GenerateContentResponseUsageMetadata::candidatesTokenCount)
                .map(Integer::longValue)
                .orElseGet(() -> TextTokens.count(text))
            + usage.flatMap(GenerateContentResponseUsageMetadata::thoughtsTokenCount).orElse(0);
    if (candidate.isEmpty()) {
      return response
          .promptFeedback()
          .flatMap(feedback -> feedback.blockReason())
          .map(reason -> Answer.refused("prompt blocked: " + reason, input, output))
          .orElseGet(
              () ->
                  Answer.failed(
                      Failure.of(
                          Failure.Kind.INTERRUPTED, "the server's answer has no candidate")));
    }
    FinishReason reason =
        candidate.get().finishReason().orElseGet(() -> new FinishReason(FinishReason.Known.STOP));
    return switch (reason.knownEnum()) {
      case MAX_TOKENS -> Answer.truncated(text, input, output);
      case SAFETY, RECITATION, LANGUAGE, BLOCKLIST, PROHIBITED_CONTENT, SPII ->
          Answer.refused("finish reason " + reason, input, output);
      // What else ends an answer is a question of images and tools, or unknown: the text decides.
      default -> Answer.answered(text, input, output);
    };
  }

  /** The client's own way to the text throws if the answer did not end well. */
  private static String text(Candidate candidate) {
    return candidate.content().flatMap(Content::parts).orElse(List.of()).stream()
        .filter(part -> !part.thought().orElse(false))
        .map(part -> part.text().orElse(""))
        .collect(Collectors.joining());
  }

  @Override
  protected long outputLimit(Prompt prompt) {
    return super.outputLimit(prompt) + factory.thinkingBudget();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, 1, CALLS_AT_ONCE);
  }

  @Override
  public String provider() {
    return "vertex";
  }

  @Override
  public String model() {
    return factory.model();
  }

  @Override
  public String parameters() {
    return "temperature=0,seed="
        + SEED
        + ",max_tokens="
        + (AnswerSchema.outputLimit(0) + factory.thinkingBudget())
        + "+"
        + (AnswerSchema.outputLimit(1) - AnswerSchema.outputLimit(0))
        + "*candidates,thinking_budget="
        + factory.thinkingBudget();
  }

  @Override
  public void close() {
    client.close();
    OneAttempt.close(http);
  }
}
