package org.llmi2i.llm.http;

import java.util.ArrayList;
import java.util.List;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.AnswerSchema;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.llm.TextTokens;
import org.llmi2i.llm.TokenEstimate;

/**
 * A text model behind HTTP: prompts from templates, one request each, through a client whose
 * connections are of {@link OneAttempt}.
 *
 * <p>A body of more than {@link OneAttempt#MAX_BODY_BYTES} is not read to its end: its first 65,536
 * characters, as they came, are the answer, which no one can read, and its tokens are the estimate
 * and the limit. Of any other answer, too, no more than 65,536 characters are kept.
 */
public abstract class HttpModel implements LanguageModel {
  private final PromptTemplate template;

  protected HttpModel(PromptTemplate template) {
    this.template = template;
  }

  /**
   * Sends one prompt.
   *
   * @throws RuntimeException what the client throws; it becomes a failed answer
   */
  protected abstract Answer ask(Prompt prompt, PromptTemplate.Messages messages);

  @Override
  public final List<Answer> answer(List<Prompt> prompts) {
    List<Answer> answers = new ArrayList<>(prompts.size());
    for (Prompt prompt : prompts) {
      answers.add(answer(prompt));
    }
    return answers;
  }

  private Answer answer(Prompt prompt) {
    try {
      return OneAttempt.bounded(ask(prompt, template.render(prompt)));
    } catch (RuntimeException e) {
      return CallFailure.cause(e, LongAnswer.class)
          .map(
              longAnswer -> {
                TokenEstimate estimate = estimate(prompt);
                return Answer.answered(
                    longAnswer.beginning(), estimate.input(), estimate.outputLimit());
              })
          .orElseGet(() -> Answer.failed(CallFailure.of(e)));
    }
  }

  @Override
  public final String render(Prompt prompt) {
    return template.render(prompt).text();
  }

  @Override
  public final TokenEstimate estimate(Prompt prompt) {
    return TextTokens.estimate(prompt, render(prompt), outputLimit(prompt));
  }

  /** Tokens after which the provider cuts an answer to this prompt off. */
  protected long outputLimit(Prompt prompt) {
    return AnswerSchema.outputLimit(prompt.candidates().size());
  }
}
