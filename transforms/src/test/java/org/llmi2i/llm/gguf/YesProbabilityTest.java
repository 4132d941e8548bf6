package org.llmi2i.llm.gguf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.TokenEstimate;
import org.llmi2i.schemas.Task;

public class YesProbabilityTest {
  /** Yes is three times as likely as No where a question names a plate. */
  private final FakeNetwork network =
      new FakeNetwork(
          2_048,
          text -> {
            float[] logits = new float[256];
            logits['Y'] = text.contains("PLATE\"") ? (float) Math.log(3) : 0;
            return logits;
          });

  private final YesProbability judgement = new YesProbability(network, "");

  private static Prompt prompt(Task task, List<String> history, String... candidates) {
    return new Prompt(task, history, List.of(candidates));
  }

  @Test
  public void theProbabilityOfYesAmongYesAndNo() {
    List<Double> confidences =
        judgement.judge(prompt(Task.GENERATE, List.of("MUG"), "PLATE", "CUP"));
    assertEquals(0.75, confidences.get(0), 1e-6);
    assertEquals(0.5, confidences.get(1), 1e-6);
  }

  @Test
  public void theEstimateIsWhatIsEvaluatedAndOneTokenACandidate() {
    Prompt prompt = prompt(Task.DISCRIMINATE, List.of("MUG", "JUG"), "PLATE", "CUP");
    TokenEstimate estimate = judgement.tokens(prompt);
    assertEquals(0, network.evaluated());
    judgement.judge(prompt);
    assertEquals(TokenEstimate.exactly(network.evaluated(), 2), estimate);
  }

  @Test
  public void theHistoryIsReadOnceAndStandsInTheChatFormat() {
    judgement.judge(prompt(Task.GENERATE, List.of("MUG", "JUG"), "PLATE", "CUP"));
    assertEquals(1, network.readTexts.size());
    String text = network.readTexts.get(0);
    assertTrue(text, text.startsWith("<s>You predict what shoppers buy next. Titles stand"));
    assertTrue(text, text.endsWith("<u>A shopper bought, oldest first:\n- \"MUG\"\n- \"JUG\"\n"));
  }

  @Test
  public void theTasksAskDifferentQuestions() {
    String generate = judgement.render(prompt(Task.GENERATE, List.of(), "PLATE", "CUP"));
    assertTrue(
        generate,
        generate.endsWith(
            "\n---\nIs \"PLATE\" an item that this shopper will buy next? Answer Yes or No."
                + "\n---\nIs \"CUP\" an item that this shopper will buy next? Answer Yes or No."));
    String discriminate = judgement.render(prompt(Task.DISCRIMINATE, List.of(), "PLATE"));
    assertTrue(
        discriminate,
        discriminate.endsWith(
            "Is it plausible that the same shopper bought \"PLATE\"? Answer Yes or No."));
  }

  @Test
  public void theDomainStandsInTheInstructions() {
    assertTrue(
        new YesProbability(network, "Toys.")
            .render(prompt(Task.GENERATE, List.of(), "PLATE"))
            .startsWith("You predict what shoppers buy next. Toys. Titles"));
  }
}
