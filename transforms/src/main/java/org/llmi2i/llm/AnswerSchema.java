package org.llmi2i.llm;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.llmi2i.schemas.Task;

/** The JSON schema that an answer is to follow; what {@link Choices} reads. */
public final class AnswerSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AnswerSchema() {}

  /** The schema of this task's answer, as plain maps and lists. */
  public static Map<String, Object> of(Task task) {
    ObjectNode entry = object();
    ObjectNode properties = entry.putObject("properties");
    properties.putObject("number").put("type", "integer");
    if (task == Task.DISCRIMINATE) {
      properties.putObject("answer").put("type", "string").putArray("enum").add("Yes").add("No");
    }
    properties.putObject("confidence").put("type", "number").put("minimum", 0).put("maximum", 1);
    ArrayNode required = entry.putArray("required");
    properties.fieldNames().forEachRemaining(required::add);

    ObjectNode root = object();
    ObjectNode answers = root.putObject("properties").putObject("answers").put("type", "array");
    answers.set("items", entry);
    root.putArray("required").add("answers");
    return JSON.convertValue(root, new TypeReference<Map<String, Object>>() {});
  }

  /** Tokens after which an answer about this many candidates says nothing new. */
  public static long outputLimit(int candidates) {
    // Measured on several tokenizers, an entry takes 12 to 20 tokens with spaces and line breaks.
    return 32 + 24L * candidates;
  }

  private static ObjectNode object() {
    return JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
  }
}
