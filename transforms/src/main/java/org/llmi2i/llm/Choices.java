package org.llmi2i.llm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.llmi2i.schemas.Reason;

/**
 * The JSON of an answer: {@code {"answers":[{"number":1,"answer":"Yes","confidence":0.83}]}}.
 *
 * <p>{@code confidence} is how sure the model is of its {@code answer}; without {@code answer}, Yes
 * is meant. A confidence of 0.9 in a No reads as a confidence of 0.1 that the user would take the
 * candidate.
 *
 * <p>What can mean only one thing is read although it is not of that form: prose or a code fence
 * around the JSON, the array alone, single quotes, a comma too many, numbers in quotes, {@code
 * true} for Yes, and the whole entries of an answer that was cut off.
 */
public final class Choices {
  /** An answer about 60 candidates takes 3,000 characters. */
  private static final int MOST_CHARACTERS = 1 << 20;

  /** Braces in prose that are tried as the beginning of an answer, at most. */
  private static final int MOST_STARTS = 16;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  private Choices() {}

  /** A part of an answer, or all of it, that cannot be used; the detail quotes it. */
  public record Flaw(Reason reason, String detail) {}

  /**
   * What an answer says.
   *
   * @param choices its entries in their order; numbers and confidences are not checked against any
   *     list or range
   * @param flaws what cannot be used
   * @param isReadable whether there was an answer, be it without entries
   */
  public record Reading(List<Choice> choices, List<Flaw> flaws, boolean isReadable) {
    private static Reading unreadable(Reason reason, String detail) {
      return new Reading(List.of(), List.of(new Flaw(reason, detail)), false);
    }
  }

  /** Writes an answer; {@link #read} reads it. */
  public static String write(List<Choice> choices) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode answers = root.putArray("answers");
    for (Choice choice : choices) {
      answers.addObject().put("number", choice.number()).put("confidence", choice.confidence());
    }
    return root.toString();
  }

  /** Reads an answer; never fails. */
  public static Reading read(String response) {
    if (response.isBlank()) {
      return Reading.unreadable(Reason.EMPTY_ANSWER, "the answer is empty");
    }
    if (response.length() > MOST_CHARACTERS) {
      return Reading.unreadable(
          Reason.OVERSIZED_ANSWER, response.length() + " characters: " + shortened(response));
    }
    Optional<Entries> found = Optional.empty();
    int at = start(response, 0);
    for (int tries = 0; at >= 0 && tries < MOST_STARTS; tries++) {
      Optional<Entries> here = entries(response, at);
      if (here.isPresent() && found.isPresent()) {
        return Reading.unreadable(
            Reason.UNREADABLE_ANSWER, "more than one answer: " + shortened(response));
      }
      found = found.isPresent() ? found : here;
      at = start(response, here.isPresent() ? here.get().end() : at + 1);
    }
    return found
        .map(Choices::reading)
        .orElseGet(() -> Reading.unreadable(Reason.UNREADABLE_ANSWER, shortened(response)));
  }

  /** Where the next object or array of objects may begin. */
  private static int start(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '{' || text.charAt(i) == '[') {
        return i;
      }
    }
    return -1;
  }

  /**
   * The entries of an answer as they stand.
   *
   * @param lost what comes behind the last whole entry of an answer that was cut off, or null
   * @param end where the answer ends in the text
   */
  private record Entries(List<JsonNode> entries, String lost, int end) {}

  private static Optional<Entries> entries(String text, int from) {
    List<JsonNode> entries = new ArrayList<>();
    boolean inside = false;
    long whole = 0;
    try (JsonParser parser = JSON.createParser(text.substring(from))) {
      inside = enter(parser);
      if (!inside) {
        return Optional.empty();
      }
      whole = parser.currentLocation().getCharOffset();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        JsonNode entry = parser.readValueAsTree();
        entries.add(entry);
        whole = parser.currentLocation().getCharOffset();
      }
      int end = from + (int) parser.currentLocation().getCharOffset();
      return isOurs(entries, text, from)
          ? Optional.of(new Entries(entries, null, end))
          : Optional.empty();
    } catch (JsonEOFException e) {
      return inside && isOurs(entries, text, from)
          ? Optional.of(new Entries(entries, text.substring(from + (int) whole), text.length()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a text can be read", e);
    }
  }

  /** Whether this is an answer and not a bracket in prose. */
  private static boolean isOurs(List<JsonNode> entries, String text, int from) {
    return text.charAt(from) == '{' || entries.stream().anyMatch(entry -> entry.has("number"));
  }

  /** Moves into the array of entries, if there is one. */
  private static boolean enter(JsonParser parser) throws IOException {
    if (parser.nextToken() == JsonToken.START_ARRAY) {
      return true;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean answers = parser.currentName().equals("answers");
      JsonToken value = parser.nextToken();
      if (answers) {
        return value == JsonToken.START_ARRAY;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static Reading reading(Entries entries) {
    List<Choice> choices = new ArrayList<>();
    List<Flaw> flaws = new ArrayList<>();
    for (JsonNode entry : entries.entries()) {
      Optional<Long> number = wholeNumber(entry.path("number"));
      Optional<Double> confidence = decimal(entry.path("confidence"));
      Optional<Boolean> yes = isYes(entry.path("answer"));
      if (number.isEmpty()) {
        flaws.add(new Flaw(Reason.UNREADABLE_ANSWER, shortened(entry.toString())));
      } else if (yes.isEmpty()) {
        flaws.add(new Flaw(Reason.INVALID_VERDICT, shortened(entry.toString())));
      } else if (confidence.isEmpty()) {
        flaws.add(new Flaw(Reason.INVALID_CONFIDENCE, shortened(entry.toString())));
      } else {
        double sure = confidence.get();
        choices.add(new Choice(number.get(), yes.get() ? sure : 1 - sure));
      }
    }
    if (entries.lost() != null) {
      flaws.add(new Flaw(Reason.TRUNCATED_ANSWER, "cut off behind: " + shortened(entries.lost())));
    }
    return new Reading(choices, flaws, true);
  }

  private static Optional<Long> wholeNumber(JsonNode node) {
    return decimal(node)
        .filter(value -> value == Math.rint(value) && Math.abs(value) < 1L << 53)
        .map(Double::longValue);
  }

  private static Optional<Double> decimal(JsonNode node) {
    if (node.isNumber()) {
      return Optional.of(node.doubleValue());
    }
    try {
      return node.isTextual()
          ? Optional.of(Double.parseDouble(node.textValue().strip()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> isYes(JsonNode node) {
    if (node.isMissingNode()) {
      return Optional.of(true);
    }
    if (node.isBoolean()) {
      return Optional.of(node.booleanValue());
    }
    return switch (node.asText("").strip().toLowerCase(Locale.ROOT)) {
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
