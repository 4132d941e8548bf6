package org.llmi2i.llm.gguf;

import java.util.ArrayList;
import java.util.List;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.Choice;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.TokenEstimate;

/**
 * A language model in a GGUF file, run in this process by llama.cpp on its processor cores.
 *
 * <p>Confidences come from token probabilities: nothing is sampled, so there is no temperature, no
 * seed, and no text to be read back. A candidate's confidence depends on the task, the history and
 * that candidate alone, to the last bit on one kind of processor. The history is evaluated once a
 * request. Of a title the first {@value Judgement#MAX_TITLE} characters are read; of a history that
 * does not fit the context, the latest titles.
 *
 * <p>All models of one file and context size in a JVM share its memory: the file, mapped, and one
 * context (SmolLM2 135M with 2,048 tokens: 98 MB and about 60 MB). One request is computed at a
 * time, on all cores.
 */
public final class GgufModel implements LanguageModel {
  /** What a confidence is. */
  public enum Confidence {
    /**
     * How much likelier the history makes the candidate's title; the better one for small models,
     * and for those that were not trained to follow instructions.
     */
    TITLE_LIKELIHOOD,
    /** The probability of Yes as the answer to a question about the candidate. */
    YES_PROBABILITY
  }

  private final SharedNetworks.Share share;
  private final Judgement judgement;
  private final String name;

  GgufModel(SharedNetworks.Share share, Judgement judgement) {
    this(share, judgement, share.name());
  }

  /** For tests: a judgement over a network that no one shares. */
  GgufModel(Judgement judgement, String name) {
    this(null, judgement, name);
  }

  private GgufModel(SharedNetworks.Share share, Judgement judgement, String name) {
    this.share = share;
    this.judgement = judgement;
    this.name = name;
  }

  /** Makes models of this file, which has to be on every worker. */
  public static GgufFactory factory(String file) {
    return new GgufFactory(file, GgufFactory.DEFAULT_CONTEXT_SIZE, Confidence.TITLE_LIKELIHOOD, "");
  }

  @Override
  public List<Answer> answer(List<Prompt> prompts) {
    return prompts.stream().map(this::answer).toList();
  }

  private Answer answer(Prompt prompt) {
    try {
      List<Double> confidences = judgement.judge(prompt);
      List<Choice> choices = new ArrayList<>(confidences.size());
      for (int i = 0; i < confidences.size(); i++) {
        // Six decimals keep the ledger's JSON short, and read back as the very number written.
        choices.add(new Choice(i + 1, Math.rint(confidences.get(i) * 1e6) / 1e6));
      }
      TokenEstimate tokens = judgement.tokens(prompt);
      return Answer.answered(Choices.write(choices), tokens.input(), tokens.output());
    } catch (RuntimeException e) {
      return Answer.failed(Failure.of(Failure.Kind.INVALID, e.toString()));
    }
  }

  @Override
  public String render(Prompt prompt) {
    return judgement.render(prompt);
  }

  @Override
  public TokenEstimate estimate(Prompt prompt) {
    return judgement.tokens(prompt);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, 1, 1);
  }

  @Override
  public String provider() {
    return "gguf";
  }

  /** The file's name and the first 12 digits of its SHA-256. */
  @Override
  public String model() {
    return name;
  }

  @Override
  public String parameters() {
    return judgement.parameters();
  }

  @Override
  public void close() {
    if (share != null) {
      share.close();
    }
  }
}
