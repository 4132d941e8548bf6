package org.llmi2i.llm.gguf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.llm.PromptTemplate.Messages;
import org.llmi2i.llm.TokenEstimate;
import org.llmi2i.schemas.Task;

/**
 * Asks a Yes/No question about each candidate: the confidence is the probability that the answer
 * begins with Yes, given that it begins with Yes or No, in any of their spellings.
 *
 * <p>The messages are in the model's own chat format. Only the format's own control tokens count: a
 * title that spells one is text.
 */
final class YesProbability implements Judgement {
  private static final String SEPARATOR = "\n---\n";

  /** Stand for the messages in their chat format; no template has them. */
  private static final String SYSTEM = "\uE000";

  private static final String USER = "\uE001";

  private final Network network;
  private final PromptTemplate template;
  private final int[] yes;
  private final int[] no;
  private final int[] beforeSystem;
  private final int[] beforeUser;
  private final int[] afterUser;

  YesProbability(Network network, String domain) {
    this.network = network;
    this.template = template(domain);
    this.yes = spellings("Yes", "yes", "YES");
    this.no = spellings("No", "no", "NO");
    if (yes.length == 0 || no.length == 0) {
      throw new IllegalArgumentException("it has no tokens for Yes and No");
    }
    String chat = network.chat(SYSTEM, USER);
    int system = chat.indexOf(SYSTEM);
    int user = chat.indexOf(USER);
    if (system < 0 || user < system) {
      throw new IllegalArgumentException("its chat format has no room for instructions");
    }
    this.beforeSystem =
        join(network.start(), network.tokens(chat.substring(0, system), /* control= */ true));
    this.beforeUser =
        network.tokens(chat.substring(system + SYSTEM.length(), user), /* control= */ true);
    this.afterUser = network.tokens(chat.substring(user + USER.length()), /* control= */ true);
  }

  private static PromptTemplate template(String domain) {
    PromptTemplate template = PromptTemplate.standard().withDomain(domain);
    for (Task task : Task.values()) {
      String name = PromptTemplate.fileName(task);
      try (InputStream in = YesProbability.class.getResourceAsStream(name)) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        template = template.withTemplate(task, text);
      } catch (IOException e) {
        throw new IllegalStateException(name, e);
      }
    }
    return template;
  }

  /** The tokens that spell one of these words whole, with or without a space in front. */
  private int[] spellings(String... words) {
    return Arrays.stream(words)
        .flatMap(word -> Stream.of(word, " " + word))
        .map(word -> network.tokens(word, /* control= */ false))
        .filter(tokens -> tokens.length == 1)
        .mapToInt(tokens -> tokens[0])
        .distinct()
        .toArray();
  }

  @Override
  public String render(Prompt prompt) {
    List<String> history = history(prompt);
    StringBuilder text = new StringBuilder(before(prompt.task(), history));
    for (String candidate : prompt.candidates()) {
      text.append(SEPARATOR).append(question(prompt.task(), candidate));
    }
    return text.toString();
  }

  @Override
  public TokenEstimate tokens(Prompt prompt) {
    long input = text(prompt.task(), history(prompt)).length;
    for (String candidate : prompt.candidates()) {
      input += questionTokens(prompt.task(), candidate).length;
    }
    return TokenEstimate.exactly(input, prompt.candidates().size());
  }

  @Override
  public List<Double> judge(Prompt prompt) {
    try (Network.Reader reader = network.reader()) {
      reader.read(text(prompt.task(), history(prompt)));
      return prompt.candidates().stream()
          .map(candidate -> reader.afterAll(questionTokens(prompt.task(), candidate)))
          .map(this::probability)
          .toList();
    }
  }

  private double probability(float[] logits) {
    double greatest =
        IntStream.concat(Arrays.stream(yes), Arrays.stream(no))
            .mapToDouble(token -> logits[token])
            .max()
            .orElseThrow();
    double sure = Arrays.stream(yes).mapToDouble(t -> Math.exp(logits[t] - greatest)).sum();
    double unsure = Arrays.stream(no).mapToDouble(t -> Math.exp(logits[t] - greatest)).sum();
    return sure / (sure + unsure);
  }

  @Override
  public String parameters() {
    return "confidence=yes_probability,context="
        + network.contextSize()
        + ",max_title="
        + MAX_TITLE;
  }

  private List<String> history(Prompt prompt) {
    return Judgement.latest(prompt, network, titles -> text(prompt.task(), titles).length);
  }

  /** All that comes before a question, as text. */
  private String before(Task task, List<String> history) {
    Messages messages = messages(task, history, "");
    return messages.system() + SEPARATOR + userBefore(messages);
  }

  /** All that comes before a question. */
  private int[] text(Task task, List<String> history) {
    Messages messages = messages(task, history, "");
    return join(
        beforeSystem,
        network.tokens(messages.system(), /* control= */ false),
        beforeUser,
        network.tokens(userBefore(messages) + "\n", /* control= */ false));
  }

  private static String userBefore(Messages messages) {
    return messages.user().substring(0, messages.user().indexOf(SEPARATOR));
  }

  private String question(Task task, String candidate) {
    String user = messages(task, List.of(), Judgement.cut(candidate)).user();
    return user.substring(user.indexOf(SEPARATOR) + SEPARATOR.length());
  }

  /** A question up to its answer; of a title that makes it too long, only the start is asked. */
  private int[] questionTokens(Task task, String candidate) {
    int room = network.contextSize() - Judgement.historyTokens(network);
    String title = Judgement.cut(candidate);
    while (true) {
      int[] tokens = join(network.tokens(question(task, title), /* control= */ false), afterUser);
      if (tokens.length <= room) {
        return tokens;
      }
      if (title.isEmpty()) {
        throw Judgement.tooSmall(network);
      }
      title =
          title.substring(
              0, title.offsetByCodePoints(0, title.codePointCount(0, title.length()) / 2));
    }
  }

  private Messages messages(Task task, List<String> history, String candidate) {
    return template.render(new Prompt(task, history, List.of(candidate)));
  }

  private static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }
}
