package org.llmi2i.ask;

import java.util.ArrayList;
import java.util.List;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.Choice;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.TokenEstimate;
import org.llmi2i.schemas.Task;
import org.llmi2i.shards.StableHash;

/**
 * Stands in for a model to learn what a run would take, and asks nobody: it answers with drawn
 * confidences, of the length and at the tokens that are expected of the model.
 *
 * <p>A model that writes its answers is expected to choose a third of the candidates when it
 * generates, one that reads token probabilities or compares vectors to answer about each.
 */
public final class DryModel implements LanguageModel {
  private static final double CHOSEN = 1.0 / 3;

  private final LanguageModel model;

  private DryModel(LanguageModel model) {
    this.model = model;
  }

  /** Stands in for these models. */
  public static LanguageModel.Factory of(LanguageModel.Factory models) {
    return () -> new DryModel(models.create());
  }

  @Override
  public List<Answer> answer(List<Prompt> prompts) {
    return prompts.stream().map(this::answer).toList();
  }

  private Answer answer(Prompt prompt) {
    TokenEstimate estimate = estimate(prompt);
    boolean writes = estimate.output() > 0 && !capabilities().logprobs();
    String rendered = render(prompt);
    List<Choice> choices = new ArrayList<>();
    for (int number = 1; number <= prompt.candidates().size(); number++) {
      if (!writes
          || prompt.task() == Task.DISCRIMINATE
          || drawn(rendered, number, "chosen") < CHOSEN) {
        choices.add(new Choice(number, drawn(rendered, number, "confidence")));
      }
    }
    return Answer.answered(Choices.write(choices), estimate.input(), estimate.output());
  }

  /** From 0 to 1, without 1. */
  private static double drawn(String prompt, int number, String purpose) {
    return (StableHash.of(number, prompt, purpose) >>> 11) * 0x1.0p-53;
  }

  @Override
  public String render(Prompt prompt) {
    return model.render(prompt);
  }

  @Override
  public TokenEstimate estimate(Prompt prompt) {
    return model.estimate(prompt);
  }

  @Override
  public Capabilities capabilities() {
    return model.capabilities();
  }

  @Override
  public String provider() {
    return model.provider();
  }

  @Override
  public String model() {
    return model.model();
  }

  @Override
  public String parameters() {
    return model.parameters();
  }

  @Override
  public void close() {
    model.close();
  }
}
