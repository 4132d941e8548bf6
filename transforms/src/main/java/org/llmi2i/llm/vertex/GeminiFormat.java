package org.llmi2i.llm.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.genai.types.Candidate;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.AnswerSchema;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate.Messages;
import org.llmi2i.llm.TextTokens;

/** What Gemini is asked and how it answers, whichever way the request takes. */
final class GeminiFormat {
  private static final int SEED = 20260101;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final VertexFactory factory;

  GeminiFormat(VertexFactory factory) {
    this.factory = factory;
  }

  Content contents(Messages messages) {
    return Content.builder().role("user").parts(Part.fromText(messages.user())).build();
  }

  GenerateContentConfig config(Prompt prompt, Messages messages) {
    GenerateContentConfig.Builder config =
        GenerateContentConfig.builder()
            .systemInstruction(Content.builder().parts(Part.fromText(messages.system())).build())
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

  /** The body that the client makes of contents and config; it offers none without sending it. */
  ObjectNode body(Prompt prompt, Messages messages) {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("contents").add(tree(contents(messages).toJson()));
    ObjectNode config = tree(config(prompt, messages).toJson());
    for (String besides : List.of("systemInstruction", "labels")) {
      JsonNode value = config.remove(besides);
      if (value != null) {
        body.set(besides, value);
      }
    }
    body.set("generationConfig", config);
    return body;
  }

  private static ObjectNode tree(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The messages of a body; what it lacks is empty. */
  static Messages messages(JsonNode body) {
    return new Messages(
        body.at("/systemInstruction/parts/0/text").asText(),
        body.at("/contents/0/parts/0/text").asText());
  }

  /** Tokens after which an answer is cut off. */
  long outputLimit(Prompt prompt) {
    return AnswerSchema.outputLimit(prompt.candidates().size()) + factory.thinkingBudget();
  }

  /** See {@link org.llmi2i.llm.LanguageModel#parameters}. */
  String parameters() {
    return "temperature=0,seed="
        + SEED
        + ",max_tokens="
        + (AnswerSchema.outputLimit(0) + factory.thinkingBudget())
        + "+"
        + (AnswerSchema.outputLimit(1) - AnswerSchema.outputLimit(0))
        + "*candidates,thinking_budget="
        + factory.thinkingBudget();
  }

  static Answer read(GenerateContentResponse response, Messages messages) {
    Optional<Candidate> candidate =
        response.candidates().flatMap(candidates -> candidates.stream().findFirst());
    String text = candidate.map(GeminiFormat::text).orElse("");
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
}
