package org.llmi2i.llm.gguf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.llm.TokenEstimate;

/**
 * Asks nothing: measures how much likelier the history makes a candidate's title.
 *
 * <p>The network reads the history as a list, and gives each token of the title, as the list's next
 * line, a probability; it does so again after a list without entries. With the geometric means p
 * and q over the title's tokens the confidence is p / (p + q): 0.5 if the history does not matter,
 * as if there is none. A blank title has confidence 0.
 *
 * <p>Nothing can be asked of the model by a title, since it is asked nothing, and no chat format is
 * used.
 */
final class TitleLikelihood implements Judgement {
  private static final String HEADER = "Things that one shopper bought";

  private final Network network;
  private final String header;
  private final Map<String, Double> withoutHistory;

  /**
   * Reads with this network.
   *
   * @param withoutHistory where to keep, by header and title, the mean log-probabilities that do
   *     not depend on a history; for many threads. It changes no confidence and no token count: a
   *     request counts as if it were the first.
   */
  TitleLikelihood(Network network, String domain, Map<String, Double> withoutHistory) {
    this.network = network;
    this.withoutHistory = withoutHistory;
    this.header = HEADER + (domain.isEmpty() ? "" : " (" + domain + ")") + ":\n";
  }

  @Override
  public String render(Prompt prompt) {
    List<String> history = history(prompt);
    return header
        + list(history)
        + "---\n"
        + list(prompt.candidates().stream().map(Judgement::cut).toList());
  }

  @Override
  public TokenEstimate tokens(Prompt prompt) {
    // The last token of a title is only predicted.
    int[] lengths = prompt.candidates().stream().mapToInt(c -> title(c).length).toArray();
    long evaluated = Arrays.stream(lengths).mapToLong(length -> Math.max(0, length - 1)).sum();
    long before = text(history(prompt)).length + (long) text(List.of()).length;
    return TokenEstimate.exactly(before + 2 * evaluated, 0);
  }

  @Override
  public List<Double> judge(Prompt prompt) {
    List<int[]> titles = prompt.candidates().stream().map(this::title).toList();
    double[] with = new double[titles.size()];
    double[] without;
    try (Network.Reader reader = network.reader()) {
      float[] next = reader.read(text(history(prompt)));
      Arrays.setAll(with, i -> meanLogProbability(reader, next, titles.get(i)));
      without = withoutHistory(reader, titles);
    }
    List<Double> confidences = new ArrayList<>(titles.size());
    for (int i = 0; i < titles.size(); i++) {
      confidences.add(titles.get(i).length == 0 ? 0 : 1 / (1 + Math.exp(without[i] - with[i])));
    }
    return confidences;
  }

  @Override
  public String parameters() {
    return "confidence=title_likelihood,context="
        + network.contextSize()
        + ",max_title="
        + MAX_TITLE;
  }

  private double[] withoutHistory(Network.Reader reader, List<int[]> titles) {
    float[] next = null;
    double[] means = new double[titles.size()];
    for (int i = 0; i < means.length; i++) {
      String key = header + Arrays.toString(titles.get(i));
      Double known = withoutHistory.get(key);
      if (known == null) {
        next = next == null ? reader.read(text(List.of())) : next;
        known = meanLogProbability(reader, next, titles.get(i));
        withoutHistory.put(key, known);
      }
      means[i] = known;
    }
    return means;
  }

  private static double meanLogProbability(Network.Reader reader, float[] next, int[] title) {
    if (title.length == 0) {
      return 0;
    }
    float[][] after = reader.afterEach(Arrays.copyOf(title, title.length - 1));
    double sum = logProbability(next, title[0]);
    for (int i = 1; i < title.length; i++) {
      sum += logProbability(after[i - 1], title[i]);
    }
    return sum / title.length;
  }

  private static double logProbability(float[] logits, int token) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - greatest);
    }
    return logits[token] - greatest - Math.log(sum);
  }

  private List<String> history(Prompt prompt) {
    return Judgement.latest(prompt, network, titles -> text(titles).length);
  }

  /** A list up to where a title begins. */
  private int[] text(List<String> titles) {
    int[] text = network.tokens(header + list(titles) + "- \"", /* control= */ false);
    return IntStream.concat(Arrays.stream(network.start()), Arrays.stream(text)).toArray();
  }

  /** A title without its quotes; what is longer than the room for it is cut off. */
  private int[] title(String title) {
    String quoted = PromptTemplate.quoted(Judgement.cut(title));
    int[] tokens = network.tokens(quoted.substring(1, quoted.length() - 1), /* control= */ false);
    int room = network.contextSize() - Judgement.historyTokens(network);
    return tokens.length <= room ? tokens : Arrays.copyOf(tokens, room);
  }

  private static String list(List<String> titles) {
    return titles.stream()
        .map(title -> "- " + PromptTemplate.quoted(title) + "\n")
        .collect(Collectors.joining());
  }
}
