package org.llmi2i.llm.gguf;

import java.util.List;
import java.util.function.ToIntFunction;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.TokenEstimate;

/** A way to have a network say how sure it is of every candidate of a prompt. */
interface Judgement {
  /** Characters of a title that are read; what follows is cut off. */
  int MAX_TITLE = 200;

  /** Tokens that are kept free for a candidate, whatever the history. */
  int CANDIDATE_TOKENS = 512;

  /** What the network reads, as text. */
  String render(Prompt prompt);

  /** The tokens that {@link #judge} evaluates and generates, exactly. */
  TokenEstimate tokens(Prompt prompt);

  /**
   * How sure the network is of every candidate, in their order, from 0 to 1. What it says of one
   * does not depend on the others.
   *
   * @throws IllegalArgumentException if the context is too small for a prompt without history
   */
  List<Double> judge(Prompt prompt);

  /** Every setting that changes a judgement, in one line. */
  String parameters();

  /** The start of a title, never half a character. */
  static String cut(String title) {
    return title.codePointCount(0, title.length()) <= MAX_TITLE
        ? title
        : title.substring(0, title.offsetByCodePoints(0, MAX_TITLE));
  }

  /** Tokens for all that comes before a candidate. */
  static int historyTokens(Network network) {
    int size = network.contextSize();
    return size - Math.min(CANDIDATE_TOKENS, size / 2);
  }

  /**
   * The latest titles of a history that fit {@link #historyTokens}, each cut.
   *
   * @param length how many tokens some titles take, with all that comes before a candidate
   * @throws IllegalArgumentException if it is too many even without titles
   */
  static List<String> latest(Prompt prompt, Network network, ToIntFunction<List<String>> length) {
    List<String> titles = prompt.history().stream().map(Judgement::cut).toList();
    int size = titles.size();
    int limit = historyTokens(network);
    // How many titles are left out: a history may have thousands, and a few steps must do.
    int from = 0;
    int to = length.applyAsInt(titles) <= limit ? 0 : size;
    while (from < to) {
      int middle = (from + to) / 2;
      if (length.applyAsInt(titles.subList(middle, size)) <= limit) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    if (length.applyAsInt(titles.subList(from, size)) > limit) {
      throw tooSmall(network);
    }
    return titles.subList(from, size);
  }

  /** Says that not even an empty history fits. */
  static IllegalArgumentException tooSmall(Network network) {
    return new IllegalArgumentException(
        "The instructions alone do not fit a context of " + network.contextSize() + " tokens");
  }
}
