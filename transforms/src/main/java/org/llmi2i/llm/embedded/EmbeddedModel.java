package org.llmi2i.llm.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.Choice;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.TokenEstimate;

/**
 * Answers from the similarity of titles alone: how sure it is that a user would take a candidate is
 * how near the candidate's title comes to the nearest title of the history.
 *
 * <p>This is a pretrained language model (all-MiniLM-L6-v2, 22 million parameters), but not a
 * generative one: it writes no text, follows no instruction in a title, and answers both tasks
 * alike. Its confidence is a similarity, from 0 to 1, and no probability; a calibration makes it
 * one. A candidate has confidence 0 if the history is empty or the candidate's title says nothing
 * to the model, see {@link MiniLmEncoder}.
 *
 * <p>Input tokens are counted by the model's tokenizer, title by title; output tokens are 0, as
 * nothing is generated.
 */
public final class EmbeddedModel implements LanguageModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<String, EncodedText> encoder;

  EmbeddedModel(Function<String, EncodedText> encoder) {
    this.encoder = encoder;
  }

  /** Makes models that all use the JVM's one {@link MiniLmEncoder}. */
  public static LanguageModel.Factory factory() {
    return () -> new EmbeddedModel(MiniLmEncoder.shared()::encode);
  }

  @Override
  public List<Answer> answer(List<Prompt> prompts) {
    List<Answer> answers = new ArrayList<>(prompts.size());
    for (Prompt prompt : prompts) {
      answers.add(answer(prompt));
    }
    return answers;
  }

  private Answer answer(Prompt prompt) {
    try {
      List<EncodedText> history = encode(prompt.history());
      List<EncodedText> candidates = encode(prompt.candidates());
      List<Choice> choices = new ArrayList<>(candidates.size());
      for (int i = 0; i < candidates.size(); i++) {
        choices.add(new Choice(i + 1, confidence(candidates.get(i), history)));
      }
      return Answer.answered(Choices.write(choices), tokens(history) + tokens(candidates), 0);
    } catch (RuntimeException e) {
      return Answer.failed(Failure.of(Failure.Kind.INVALID, e.toString()));
    }
  }

  private List<EncodedText> encode(List<String> titles) {
    return titles.stream().map(encoder).toList();
  }

  private static double confidence(EncodedText candidate, List<EncodedText> history) {
    double nearest = 0;
    for (EncodedText title : history) {
      nearest = Math.max(nearest, candidate.similarity(title));
    }
    // Six decimals keep the ledger's JSON short, and read back as the very number that was written.
    return Math.rint(Math.min(nearest, 1) * 1e6) / 1e6;
  }

  private static long tokens(List<EncodedText> texts) {
    return texts.stream().mapToLong(EncodedText::tokens).sum();
  }

  /**
   * The prompt as JSON: {@code {"task":"GENERATE","history":["BLUE MUG"],"candidates":
   * [{"number":1,"title":"RED MUG"}]}}, without spaces, in this order of fields.
   */
  @Override
  public String render(Prompt prompt) {
    ObjectNode root = JSON.createObjectNode();
    root.put("task", prompt.task().name());
    ArrayNode history = root.putArray("history");
    prompt.history().forEach(history::add);
    ArrayNode candidates = root.putArray("candidates");
    int number = 1;
    for (String title : prompt.candidates()) {
      candidates.addObject().put("number", number++).put("title", title);
    }
    return root.toString();
  }

  @Override
  public TokenEstimate estimate(Prompt prompt) {
    return TokenEstimate.exactly(
        tokens(encode(prompt.history())) + tokens(encode(prompt.candidates())), 0);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, 64, Runtime.getRuntime().availableProcessors());
  }

  @Override
  public String provider() {
    return "embedded";
  }

  @Override
  public String model() {
    return "all-MiniLM-L6-v2-q";
  }

  @Override
  public String parameters() {
    return "confidence=max_similarity,max_tokens="
        + MiniLmTokenizer.MAX_TOKENS
        + ",max_characters="
        + MiniLmEncoder.MAX_CHARACTERS;
  }

  /** Does nothing: the encoder belongs to the JVM. */
  @Override
  public void close() {}
}
