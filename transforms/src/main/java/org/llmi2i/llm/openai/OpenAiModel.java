package org.llmi2i.llm.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.JsonValue;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import java.util.Optional;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.AnswerSchema;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.ExchangeId;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.llm.TextTokens;
import org.llmi2i.llm.http.HttpModel;
import org.llmi2i.llm.http.OneAttempt;
import org.llmi2i.schemas.Task;

/**
 * A model behind the chat completions protocol, see {@link OpenAiFactory}.
 *
 * <p>Answers are asked for under a JSON schema, at temperature 0 and with a fixed seed; so equal
 * prompts get equal answers as far as the server can keep that promise. A request carries an {@code
 * Idempotency-Key} made from all that determines its answer: a server that knows such keys charges
 * a repeated request once.
 *
 * <p>Models that take neither {@code temperature} nor {@code max_tokens}, as OpenAI's reasoning
 * models, refuse the requests.
 */
public final class OpenAiModel extends HttpModel {
  private static final int CALLS_AT_ONCE = 256;
  private static final long SEED = 20260101;

  /** Enough for Yes and No to be both among them, and no more than any server gives. */
  private static final long ALTERNATIVES = 5;

  private final String model;
  private final boolean logprobs;
  private final OpenAiFactory.Schema schema;
  private final OpenAIClient client;

  OpenAiModel(OpenAiFactory factory, String key) {
    super(factory.template());
    this.model = factory.model();
    this.logprobs = factory.logprobs();
    this.schema = factory.schema();
    this.client =
        new OpenAIClientImpl(
            ClientOptions.builder()
                .httpClient(
                    new OneAttemptClient(OneAttempt.client(factory.timeout(), CALLS_AT_ONCE)))
                .baseUrl(factory.endpoint())
                .apiKey(key)
                .maxRetries(0)
                .build());
  }

  @Override
  protected Answer ask(Prompt prompt, PromptTemplate.Messages messages) {
    ChatCompletion completion = client.chat().completions().create(request(prompt, messages));
    if (completion.choices().isEmpty()) {
      return Answer.failed(
          Failure.of(Failure.Kind.INTERRUPTED, "the server's answer has no choice"));
    }
    ChatCompletion.Choice choice = completion.choices().get(0);
    String content = choice.message().content().orElse("");
    Optional<CompletionUsage> usage = completion.usage();
    long input =
        usage
            .flatMap(counted -> counted._promptTokens().asKnown())
            .orElseGet(() -> TextTokens.count(messages.text()));
    long output =
        usage
            .flatMap(counted -> counted._completionTokens().asKnown())
            .orElseGet(() -> TextTokens.count(content));
    Optional<String> refusal = choice.message().refusal().filter(text -> !text.isEmpty());
    if (refusal.isPresent()) {
      return Answer.refused(refusal.get(), input, output);
    }
    if (finished(choice, ChatCompletion.Choice.FinishReason.CONTENT_FILTER)) {
      return Answer.refused("content filter", input, output);
    }
    if (finished(choice, ChatCompletion.Choice.FinishReason.LENGTH)) {
      return Answer.truncated(content, input, output);
    }
    return Answer.answered(confident(prompt, choice, content), input, output);
  }

  private static boolean finished(
      ChatCompletion.Choice choice, ChatCompletion.Choice.FinishReason reason) {
    // Some servers leave the reason out.
    return choice._finishReason().asKnown().filter(reason::equals).isPresent();
  }

  private String confident(Prompt prompt, ChatCompletion.Choice choice, String content) {
    if (!withLogprobs(prompt)) {
      return content;
    }
    return choice
        .logprobs()
        .flatMap(ChatCompletion.Choice.Logprobs::content)
        .map(tokens -> TokenConfidences.apply(content, tokens))
        .orElse(content);
  }

  @SuppressWarnings("deprecation") // max_tokens and seed are what servers other than OpenAI's know.
  private ChatCompletionCreateParams request(Prompt prompt, PromptTemplate.Messages messages) {
    ChatCompletionCreateParams.Builder request =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addSystemMessage(messages.system())
            .addUserMessage(messages.user())
            .temperature(0)
            .seed(SEED)
            .maxTokens(outputLimit(prompt))
            .putAdditionalHeader("Idempotency-Key", ExchangeId.of(this, messages.text()));
    switch (schema) {
      case JSON_SCHEMA -> request.responseFormat(jsonSchema(prompt.task()));
      case JSON_OBJECT ->
          request.responseFormat(
              ResponseFormatJsonObject.builder()
                  .putAdditionalProperty("schema", JsonValue.from(AnswerSchema.of(prompt.task())))
                  .build());
      case NONE -> {}
    }
    if (withLogprobs(prompt)) {
      request.logprobs(true).topLogprobs(ALTERNATIVES);
    }
    return request.build();
  }

  private static ResponseFormatJsonSchema jsonSchema(Task task) {
    ResponseFormatJsonSchema.JsonSchema.Schema.Builder schema =
        ResponseFormatJsonSchema.JsonSchema.Schema.builder();
    AnswerSchema.of(task)
        .forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
    return ResponseFormatJsonSchema.builder()
        .jsonSchema(
            ResponseFormatJsonSchema.JsonSchema.builder()
                .name("answers")
                .strict(true)
                .schema(schema.build())
                .build())
        .build();
  }

  private boolean withLogprobs(Prompt prompt) {
    return logprobs && prompt.task() == Task.DISCRIMINATE;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(schema != OpenAiFactory.Schema.NONE, logprobs, 1, CALLS_AT_ONCE);
  }

  @Override
  public String provider() {
    return "openai";
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public String parameters() {
    return "temperature=0,seed="
        + SEED
        + ",max_tokens="
        + AnswerSchema.outputLimit(0)
        + "+"
        + (AnswerSchema.outputLimit(1) - AnswerSchema.outputLimit(0))
        + "*candidates,logprobs="
        + logprobs
        + ",schema="
        + schema;
  }

  @Override
  public void close() {
    client.close();
  }
}
