package org.llmi2i.llm;

import java.util.Optional;
import org.llmi2i.schemas.Outcome;

/**
 * What a language model answered to one prompt.
 *
 * @param outcome how the request ended
 * @param response the answer as the model gave it: JSON such as {@code
 *     {"answers":[{"number":1,"confidence":0.83}]}}, see {@link Choices}. If the outcome is FAILED
 *     or REFUSED, the reason in words.
 * @param inputTokens tokens of the request, as the provider counts them
 * @param outputTokens tokens of the answer, as the provider counts them
 * @param failure why there is no answer; only if the outcome is FAILED
 */
public record Answer(
    Outcome outcome,
    String response,
    long inputTokens,
    long outputTokens,
    Optional<Failure> failure) {

  /** A whole answer, usable or not. */
  public static Answer answered(String response, long inputTokens, long outputTokens) {
    return new Answer(Outcome.ANSWERED, response, inputTokens, outputTokens, Optional.empty());
  }

  /** An answer that the limit of output tokens cut off. */
  public static Answer truncated(String response, long inputTokens, long outputTokens) {
    return new Answer(Outcome.TRUNCATED, response, inputTokens, outputTokens, Optional.empty());
  }

  /** The model was asked and would not answer: a safety filter, a refusal. */
  public static Answer refused(String reason, long inputTokens, long outputTokens) {
    return new Answer(Outcome.REFUSED, reason, inputTokens, outputTokens, Optional.empty());
  }

  /** No answer. */
  public static Answer failed(Failure failure) {
    return new Answer(Outcome.FAILED, failure.detail(), 0, 0, Optional.of(failure));
  }
}
