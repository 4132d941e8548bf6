package org.llmi2i.llm.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob.TopLogprob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Puts the probability of a model's own Yes or No in the place of the confidence that it states.
 *
 * <p>The probability is that of the token which begins the word, relative to the two words
 * together: what else the model might have said in that place is not of interest.
 */
final class TokenConfidences {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenConfidences() {}

  /**
   * Replaces an answer's confidences.
   *
   * @param content the answer
   * @param tokens what it was made of; possibly with more before or after it
   * @return the answer with the confidences of its tokens; unchanged if it is no JSON or the tokens
   *     do not spell it. An entry whose token cannot be told Yes from No keeps its confidence.
   */
  static String apply(String content, List<ChatCompletionTokenLogprob> tokens) {
    // A character a byte, so that positions are the same in content, tokens and parser.
    String bytes = latin1(content.getBytes(StandardCharsets.UTF_8));
    List<String> texts = tokens.stream().map(TokenConfidences::text).toList();
    int start = String.join("", texts).indexOf(bytes);
    if (start < 0) {
      return content;
    }
    try {
      JsonNode root = JSON.readTree(content);
      List<ObjectNode> entries = new ArrayList<>();
      for (JsonNode entry : root.path("answers")) {
        if (entry instanceof ObjectNode fields && entry.path("answer").isTextual()) {
          entries.add(fields);
        }
      }
      List<Integer> words = words(content);
      if (entries.isEmpty() || words.size() != entries.size()) {
        return content;
      }
      for (int i = 0; i < words.size(); i++) {
        replace(entries.get(i), start + words.get(i), tokens, texts);
      }
      return JSON.writeValueAsString(root);
    } catch (IOException | OpenAIInvalidDataException e) {
      return content;
    }
  }

  /** Where in the bytes of the content the entries' answers begin, after their quotes. */
  private static List<Integer> words(String content) throws IOException {
    List<Integer> words = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(content.getBytes(StandardCharsets.UTF_8))) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
            && parser
                .getParsingContext()
                .pathAsPointer()
                .toString()
                .matches("/answers/\\d+/answer")) {
          words.add((int) parser.currentTokenLocation().getByteOffset() + 1);
        }
      }
    }
    return words;
  }

  private static void replace(
      ObjectNode entry, int position, List<ChatCompletionTokenLogprob> tokens, List<String> texts) {
    int token = 0;
    int end = texts.get(0).length();
    while (end <= position) {
      end += texts.get(++token).length();
    }
    double yes = 0;
    double no = 0;
    boolean listed = false;
    ChatCompletionTokenLogprob chosen = tokens.get(token);
    for (TopLogprob alternative : chosen._topLogprobs().asKnown().orElse(List.of())) {
      listed |= alternative.token().equals(chosen.token());
      double probability = Math.exp(alternative.logprob());
      yes += begins("yes", alternative.token()) ? probability : 0;
      no += begins("no", alternative.token()) ? probability : 0;
    }
    if (!listed) {
      yes += begins("yes", chosen.token()) ? Math.exp(chosen.logprob()) : 0;
      no += begins("no", chosen.token()) ? Math.exp(chosen.logprob()) : 0;
    }
    boolean saysNo = entry.path("answer").asText().equalsIgnoreCase("No");
    double own = saysNo ? no : yes;
    if (own > 0) {
      entry.put("confidence", Math.rint(own / (yes + no) * 1e6) / 1e6);
    }
  }

  /** Whether a token is a word or its beginning, with quotes and spaces before or after it. */
  private static boolean begins(String word, String token) {
    String letters =
        token.toLowerCase(Locale.ROOT).replaceAll("^[^\\p{Alpha}]+", "").replaceAll("\\W.*", "");
    return !letters.isEmpty() && word.startsWith(letters);
  }

  private static String text(ChatCompletionTokenLogprob token) {
    List<Long> values = token.bytes().orElse(List.of());
    if (values.isEmpty()) {
      return latin1(token.token().getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = new byte[values.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = values.get(i).byteValue();
    }
    return latin1(bytes);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
