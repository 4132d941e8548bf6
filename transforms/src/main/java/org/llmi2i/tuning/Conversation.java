package org.llmi2i.tuning;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.llmi2i.llm.Choice;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.TuningExample;

/**
 * An example in words: the messages that the main job would send, and the answer that it should
 * get.
 *
 * @param system what the model shall do
 * @param user what it shall do it with
 * @param answer JSON as {@link Choices} reads it, every confidence 1
 */
public record Conversation(String system, String user, String answer) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes an example out. */
  public static Conversation of(Task task, TuningExample example, PromptTemplate prompts) {
    List<Candidate> candidates = example.getShortlist().getCandidates();
    PromptTemplate.Messages messages =
        prompts.render(
            new Prompt(
                task,
                example.getShortlist().getHistoryTitles(),
                candidates.stream().map(Candidate::getTitle).toList()));
    return new Conversation(
        messages.system(),
        messages.user(),
        task == Task.GENERATE
            ? Choices.write(
                example.getTaken().stream().map(number -> new Choice(number, 1)).toList())
            : verdicts(candidates.size(), new HashSet<>(example.getTaken())));
  }

  /** Yes or No to every number of a list. */
  private static String verdicts(int numbers, Set<Integer> taken) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode answers = root.putArray("answers");
    for (int number = 1; number <= numbers; number++) {
      answers
          .addObject()
          .put("number", number)
          .put("answer", taken.contains(number) ? "Yes" : "No")
          .put("confidence", 1.0);
    }
    return root.toString();
  }

  /** As a line of Gemini's tuning files, without its end. */
  public String vertexLine() {
    ObjectNode line = JSON.createObjectNode();
    parts(line.putObject("systemInstruction"), system);
    ArrayNode contents = line.putArray("contents");
    parts(contents.addObject().put("role", "user"), user);
    parts(contents.addObject().put("role", "model"), answer);
    return line.toString();
  }

  private static void parts(ObjectNode content, String text) {
    content.putArray("parts").addObject().put("text", text);
  }

  /**
   * As a line of chat messages, which OpenAI's and most other tuning services and trainers read,
   * without its end.
   */
  public String openAiLine() {
    ObjectNode line = JSON.createObjectNode();
    ArrayNode messages = line.putArray("messages");
    messages.addObject().put("role", "system").put("content", system);
    messages.addObject().put("role", "user").put("content", user);
    messages.addObject().put("role", "assistant").put("content", answer);
    return line.toString();
  }
}
