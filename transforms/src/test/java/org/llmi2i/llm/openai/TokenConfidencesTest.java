package org.llmi2i.llm.openai;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import java.util.List;
import org.junit.Test;

public class TokenConfidencesTest {
  private static final String CONTENT =
      "{\"answers\": [{\"number\": 1, \"answer\": \"Yes\", \"confidence\": 0.5},"
          + " {\"number\": 2, \"answer\": \"No\", \"confidence\": 0.5}]}";

  private static List<ChatCompletionTokenLogprob> tokens(Logprobs logprobs) throws Exception {
    return ObjectMappers.jsonMapper()
        .readValue(logprobs.json().toString(), ChatCompletion.Choice.Logprobs.class)
        .content()
        .orElseThrow();
  }

  private static String confidences(String content, Logprobs logprobs) throws Exception {
    StringBuilder confidences = new StringBuilder();
    new ObjectMapper()
        .readTree(TokenConfidences.apply(content, tokens(logprobs)))
        .path("answers")
        .forEach(entry -> confidences.append(entry.path("confidence").asText()).append(' '));
    return confidences.toString();
  }

  @Test
  public void findsWordsWhereverTokensBeginAndEnd() throws Exception {
    assertEquals(
        "0.9 0.6 ",
        confidences(
            CONTENT,
            Logprobs.of("{\"answers\": [{\"number\": 1, \"answer\":")
                .token(" \"Yes", " \"Yes", 0.9, " \"No", 0.1)
                .rest("\", \"confidence\": 0.5}, {\"number\": 2, \"answer\": \"")
                .token("N", "N", 0.3, "Y", 0.1, "Yes", 0.1)
                .rest("o\", \"confidence\": 0.5}]}<|im_end|>")));
  }

  @Test
  public void keepsWhatTheModelSaysWhereTokensSayNothing() throws Exception {
    assertEquals(
        "0.5 0.7 ",
        confidences(
            CONTENT,
            Logprobs.of("{\"answers\": [{\"number\": 1, \"answer\": \"Yes")
                .rest("\", \"confidence\": 0.5}, {\"number\": 2, \"answer\": \"")
                .token("No\",", "No\",", 0.7, "Yes\",", 0.3)
                .rest(" \"confidence\": 0.5}]}")));
    assertEquals("0.5 0.5 ", confidences(CONTENT, Logprobs.of("something else")));
  }

  @Test
  public void countsBytesNotCharacters() throws Exception {
    String content =
        "{\"note\":\"caf\u00e9 \ud83c\udf75\",\"answers\":[{\"number\":1,\"answer\":\"Yes\","
            + "\"confidence\":0.5}]}";
    assertEquals(
        "0.8 ",
        confidences(
            content,
            Logprobs.of(
                    "{\"note\":\"caf\u00e9 \ud83c\udf75\",\"answers\":[{\"number\":1,\"answer\":\"")
                .token("Yes", "Yes", 0.4, "No", 0.1)
                .rest("\",\"confidence\":0.5}]}")));
  }

  @Test
  public void leavesAloneWhatIsNoJson() throws Exception {
    assertEquals("Yes!", TokenConfidences.apply("Yes!", tokens(Logprobs.of("Yes!"))));
    assertEquals("", TokenConfidences.apply("", List.of()));
  }
}
