package org.llmi2i.llm.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Writes the probabilities of an answer's tokens as a server sends them. */
final class Logprobs {
  private final ObjectNode root = new ObjectMapper().createObjectNode();
  private final ArrayNode tokens = root.putArray("content");

  private Logprobs() {}

  static Logprobs of(String text) {
    return new Logprobs().rest(text);
  }

  /** A token that had no alternative. */
  Logprobs rest(String text) {
    return token(text, text, 1.0);
  }

  /** A token, and what else might have stood there: texts and probabilities in turn. */
  Logprobs token(String text, Object... alternatives) {
    ObjectNode token = entry(tokens.addObject(), text, (double) alternatives[1]);
    ArrayNode top = token.putArray("top_logprobs");
    for (int i = 0; i < alternatives.length; i += 2) {
      entry(top.addObject(), (String) alternatives[i], (double) alternatives[i + 1]);
    }
    return this;
  }

  ObjectNode json() {
    return root;
  }

  private static ObjectNode entry(ObjectNode entry, String text, double probability) {
    entry.put("token", text).put("logprob", Math.log(probability));
    ArrayNode bytes = entry.putArray("bytes");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xff);
    }
    return entry;
  }
}
