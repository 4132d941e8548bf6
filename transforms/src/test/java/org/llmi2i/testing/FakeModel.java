package org.llmi2i.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.Choice;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.TokenEstimate;

/** A language model that answers what the test says, 10 tokens in and 1 token out a prompt. */
public final class FakeModel implements LanguageModel {
  private final SerializableFunction<Prompt, Answer> answers;

  private FakeModel(SerializableFunction<Prompt, Answer> answers) {
    this.answers = answers;
  }

  /** A model that answers by a function. */
  public static Factory of(SerializableFunction<Prompt, Answer> answers) {
    return () -> new FakeModel(answers);
  }

  /** A model that answers all prompts with this text. */
  public static Factory saying(String response) {
    return of(prompt -> answered(response));
  }

  /** A model that has one confidence a title, and leaves out what has none. */
  public static Factory trusting(Map<String, Double> confidences) {
    return of(
        prompt -> {
          List<Choice> choices = new ArrayList<>();
          for (int i = 0; i < prompt.candidates().size(); i++) {
            Double confidence = confidences.get(prompt.candidates().get(i));
            if (confidence != null) {
              choices.add(new Choice(i + 1, confidence));
            }
          }
          return answered(Choices.write(choices));
        });
  }

  /** A model that cannot be reached. */
  public static Factory failing(String reason) {
    return of(prompt -> Answer.failed(Failure.of(Failure.Kind.INVALID, reason)));
  }

  public static Answer answered(String response) {
    return Answer.answered(response, 10, 1);
  }

  @Override
  public List<Answer> answer(List<Prompt> prompts) {
    return prompts.stream().map(answers::apply).toList();
  }

  @Override
  public String render(Prompt prompt) {
    return prompt.task() + " " + prompt.history() + " -> " + prompt.candidates();
  }

  @Override
  public TokenEstimate estimate(Prompt prompt) {
    return TokenEstimate.exactly(10, 1);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, 8, 4);
  }

  @Override
  public String provider() {
    return "fake";
  }

  @Override
  public String model() {
    return "fake-1";
  }

  @Override
  public String parameters() {
    return "";
  }

  @Override
  public void close() {}
}
