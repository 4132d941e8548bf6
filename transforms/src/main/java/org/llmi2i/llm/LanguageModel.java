package org.llmi2i.llm;

import java.io.Serializable;
import java.util.List;

/**
 * A language model that judges which items a user would take.
 *
 * <p>An implementation may be called from many threads at once. It makes one attempt: whoever calls
 * it repeats, waits and counts. It never throws for a prompt that fails, but returns an {@link
 * Answer} that says so, because the other answers of the batch are paid for.
 */
public interface LanguageModel extends AutoCloseable {

  /**
   * Answers every prompt.
   *
   * @param prompts at most {@link Capabilities#promptsPerCall}, also none
   * @return one answer a prompt, in their order. An answer depends on its prompt alone: runners
   *     batch differently on every run, and the same prompt must get the same answer.
   */
  List<Answer> answer(List<Prompt> prompts);

  /**
   * The request as the model receives it: the rendered template of a text model, the JSON of a
   * model that reads structure. Equal prompts render equally.
   */
  String render(Prompt prompt);

  /** What answering the prompt will take, without asking anyone. */
  TokenEstimate estimate(Prompt prompt);

  /** What the provider can do. */
  Capabilities capabilities();

  /** Who runs the model, such as {@code embedded}. */
  String provider();

  /** The model's name with its version. */
  String model();

  /**
   * Every setting that changes an answer and is not in {@link #render}, in one canonical line;
   * empty if there is none. Never a secret: it is written to the ledger's ids and to logs.
   */
  String parameters();

  @Override
  void close();

  /**
   * Makes the model on the worker; shipped there in place of the model itself, so it holds where a
   * secret lies, never the secret.
   */
  interface Factory extends Serializable {
    /**
     * Makes the model.
     *
     * @throws IllegalArgumentException if a setting cannot be used, such as a key file that is
     *     missing; the message names the option
     */
    LanguageModel create();
  }
}
