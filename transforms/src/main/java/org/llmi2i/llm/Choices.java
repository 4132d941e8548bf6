package org.llmi2i.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON of an answer: {@code {"answers":[{"number":1,"answer":"Yes","confidence":0.83}]}}.
 *
 * <p>{@code confidence} is how sure the model is of its {@code answer}; without {@code answer}, Yes
 * is meant. A confidence of 0.9 in a No reads as a confidence of 0.1 that the user would take the
 * candidate.
 */
public final class Choices {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Choices() {}

  /** Writes an answer; the inverse of {@link #read}. */
  public static String write(List<Choice> choices) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode answers = root.putArray("answers");
    for (Choice choice : choices) {
      answers.addObject().put("number", choice.number()).put("confidence", choice.confidence());
    }
    return root.toString();
  }

  /**
   * Reads an answer.
   *
   * @return its entries in their order, or nothing if the text is not of the form above; numbers
   *     and confidences are not checked against any list or range
   */
  public static Optional<List<Choice>> read(String response) {
    try {
      JsonNode answers = JSON.readTree(response).path("answers");
      if (!answers.isArray()) {
        return Optional.empty();
      }
      List<Choice> choices = new ArrayList<>(answers.size());
      for (JsonNode answer : answers) {
        JsonNode number = answer.path("number");
        JsonNode confidence = answer.path("confidence");
        if (!number.isIntegralNumber() || !number.canConvertToLong() || !confidence.isNumber()) {
          return Optional.empty();
        }
        boolean yes = !answer.path("answer").asText("Yes").equalsIgnoreCase("No");
        double sure = confidence.doubleValue();
        choices.add(new Choice(number.longValue(), yes ? sure : 1 - sure));
      }
      return Optional.of(choices);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
