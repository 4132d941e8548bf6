package org.llmi2i.llm;

import java.util.List;
import org.llmi2i.schemas.Task;

/**
 * One request: of these candidates, which would the user with this history take?
 *
 * <p>Items are known by their titles only. The candidates are numbered from 1 in the order given,
 * and an answer refers to a candidate by its number, so that a model cannot invent an item.
 *
 * @param task whether the model shall propose interactions or judge them
 * @param history titles of what the user has, oldest first; untrusted text
 * @param candidates titles of the candidates, number 1 first; untrusted text
 */
public record Prompt(Task task, List<String> history, List<String> candidates) {
  public Prompt {
    history = List.copyOf(history);
    candidates = List.copyOf(candidates);
  }
}
