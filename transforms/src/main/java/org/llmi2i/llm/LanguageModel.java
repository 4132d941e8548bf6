package org.llmi2i.llm;

import java.io.Serializable;
import java.util.List;

/**
 * A language model that judges which items a user would take.
 *
 * <p>An implementation may be called from many threads at once. It never throws for a single prompt
 * that fails: it returns an {@link Answer} that says so, because the other answers of the batch are
 * paid for.
 */
public interface LanguageModel extends AutoCloseable {

  /**
   * Answers every prompt.
   *
   * @param prompts any number, also none
   * @return one answer a prompt, in their order. An answer depends on its prompt alone: runners
   *     batch differently on every run, and the same prompt must get the same answer.
   */
  List<Answer> answer(List<Prompt> prompts);

  /**
   * The request as the model receives it: the rendered template of a text model, the JSON of a
   * model that reads structure. Equal prompts render equally.
   */
  String render(Prompt prompt);

  /** Who runs the model, such as {@code embedded}. */
  String provider();

  /** The model's name with its version. */
  String model();

  /** Every setting that changes an answer, in one canonical line; empty if there is none. */
  String parameters();

  @Override
  void close();

  /** Makes the model on the worker; shipped there in place of the model itself. */
  interface Factory extends Serializable {
    LanguageModel create();
  }
}
