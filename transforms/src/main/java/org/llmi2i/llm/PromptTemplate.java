package org.llmi2i.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.llmi2i.schemas.Task;

/**
 * Prompts of text models: a template a task, in Mustache.
 *
 * <p>A template is a system message, a line {@code ---}, and a user message. It may use {@code
 * {{domain}}}, {@code {{#history}}{{title}}{{/history}}} and {@code
 * {{#candidates}}{{number}}{{title}}{{/candidates}}}. A title comes as a JSON string, in its
 * quotes, so that none can end its line, close its quotes, or spell a control token of a chat
 * format such as {@code <|im_end|>}.
 */
public final class PromptTemplate implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SEPARATOR = "\n---\n";

  private final EnumMap<Task, String> templates;
  private final String domain;

  private PromptTemplate(EnumMap<Task, String> templates, String domain) {
    this.templates = templates;
    this.domain = domain;
  }

  /** The product's own templates, in English, for a shop of any kind. */
  public static PromptTemplate standard() {
    EnumMap<Task, String> templates = new EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      templates.put(task, resource("prompts/" + fileName(task)));
    }
    return new PromptTemplate(templates, "");
  }

  /** The name of a task's template: {@code generate.mustache}, {@code discriminate.mustache}. */
  public static String fileName(Task task) {
    return task.name().toLowerCase(Locale.ROOT) + ".mustache";
  }

  /**
   * What the shop sells and in which language its titles are, in a sentence or two; trusted text,
   * default none.
   */
  public PromptTemplate withDomain(String domain) {
    return new PromptTemplate(templates, domain.strip());
  }

  /**
   * Another template for a task.
   *
   * @throws IllegalArgumentException if it is no Mustache, names an unknown variable, or lacks the
   *     line {@code ---}
   */
  public PromptTemplate withTemplate(Task task, String template) {
    String normal = template.replace("\r\n", "\n");
    if (!normal.contains(SEPARATOR)) {
      throw new IllegalArgumentException(
          "promptTemplates: " + fileName(task) + ": must have a line --- between its two messages");
    }
    EnumMap<Task, String> changed = new EnumMap<>(templates);
    changed.put(task, normal);
    PromptTemplate result = new PromptTemplate(changed, domain);
    try {
      result.render(new Prompt(task, List.of("title"), List.of("title")));
    } catch (MustacheException e) {
      throw new IllegalArgumentException(
          "promptTemplates: " + fileName(task) + ": " + e.getMessage(), e);
    }
    return result;
  }

  /**
   * The two messages of a request.
   *
   * @param system what the model shall do
   * @param user what it shall do it with
   */
  public record Messages(String system, String user) {
    /** Both messages as one text, for the ledger. */
    public String text() {
      return system + SEPARATOR + user;
    }
  }

  /** Writes a prompt out. */
  public Messages render(Prompt prompt) {
    Map<String, Object> values =
        Map.of(
            "domain",
            domain,
            "history",
            prompt.history().stream().map(title -> Map.of("title", quoted(title))).toList(),
            "candidates",
            IntStream.range(0, prompt.candidates().size())
                .mapToObj(i -> Map.of("number", i + 1, "title", quoted(prompt.candidates().get(i))))
                .toList());
    String text =
        Mustache.compiler()
            .escapeHTML(false)
            .emptyStringIsFalse(true)
            .compile(templates.get(prompt.task()))
            .execute(values);
    int cut = text.indexOf(SEPARATOR);
    return new Messages(
        text.substring(0, cut).strip(), text.substring(cut + SEPARATOR.length()).strip());
  }

  /** A title as a JSON string of printable characters, without angle brackets. */
  public static String quoted(String title) {
    try {
      String printable = title.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
      return JSON.writeValueAsString(printable).replace("<", "\\u003c").replace(">", "\\u003e");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text can be written as JSON", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = PromptTemplate.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
