package org.llmi2i.tuning;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;
import org.llmi2i.llm.Choice;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.TuningExample;
import org.llmi2i.stages.TuningTarget;
import org.llmi2i.testing.Records;

/** {@link Conversation}: the very texts of the main job, in the formats of tuning services. */
public class ConversationTest {
  private static final PromptTemplate PROMPTS =
      PromptTemplate.standard()
          .withTemplate(
              Task.GENERATE, "Choose. {{domain}}\n---\n{{#candidates}}{{title}}{{/candidates}}")
          .withTemplate(Task.DISCRIMINATE, "Judge.\n---\n{{#history}}{{title}}{{/history}}")
          .withDomain("Cups.");

  @Test
  public void aGeneratorsLine() {
    Conversation conversation = Conversation.of(Task.GENERATE, example(2), PROMPTS);
    assertEquals(
        """
        {"systemInstruction":{"parts":[{"text":"Choose. Cups."}]},"contents":[\
        {"role":"user","parts":[{"text":"\\"title of a\\"\\"title of b\\""}]},\
        {"role":"model","parts":[{"text":"{\\"answers\\":[{\\"number\\":2,\\"confidence\\":1.0}]}"}]}]}""",
        conversation.vertexLine());
    assertEquals(
        """
        {"messages":[{"role":"system","content":"Choose. Cups."},\
        {"role":"user","content":"\\"title of a\\"\\"title of b\\""},\
        {"role":"assistant","content":"{\\"answers\\":[{\\"number\\":2,\\"confidence\\":1.0}]}"}]}""",
        conversation.openAiLine());
  }

  @Test
  public void aDiscriminatorsLine() {
    assertEquals(
        """
        {"systemInstruction":{"parts":[{"text":"Judge."}]},"contents":[\
        {"role":"user","parts":[{"text":"\\"title of old\\""}]},\
        {"role":"model","parts":[{"text":"{\\"answers\\":[\
        {\\"number\\":1,\\"answer\\":\\"Yes\\",\\"confidence\\":1.0},\
        {\\"number\\":2,\\"answer\\":\\"No\\",\\"confidence\\":1.0}]}"}]}]}""",
        Conversation.of(Task.DISCRIMINATE, example(1), PROMPTS).vertexLine());
  }

  @Test
  public void theAnswersAreReadAsTheyAreMeant() {
    assertEquals(
        List.of(new Choice(1, 1)),
        Choices.read(Conversation.of(Task.GENERATE, example(1), PROMPTS).answer()).choices());
    assertEquals(
        List.of(new Choice(1, 0), new Choice(2, 1)),
        Choices.read(Conversation.of(Task.DISCRIMINATE, example(2), PROMPTS).answer()).choices());
  }

  @Test
  public void theStandardPromptsAreTheRunsOwn() {
    Conversation conversation =
        Conversation.of(Task.DISCRIMINATE, example(1), PromptTemplate.standard());
    assertTrue(conversation.system(), conversation.system().startsWith("You check a shop's"));
    assertEquals(
        """
        Recent purchases, oldest first:
        - "title of old"

        Entries to check:
        1. "title of a"
        2. "title of b\"""",
        conversation.user());
  }

  private static TuningExample example(int taken) {
    return new TuningExample(
        new TuningTarget(0L, "u", 0L, "", 0),
        Records.shortlist("u", Records.candidate("a", 0), Records.candidate("b", 0)),
        List.of(taken),
        false);
  }
}
