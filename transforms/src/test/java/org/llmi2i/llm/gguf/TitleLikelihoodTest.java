package org.llmi2i.llm.gguf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import org.junit.Test;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.TokenEstimate;
import org.llmi2i.schemas.Task;

public class TitleLikelihoodTest {
  private static final int VOCABULARY = 256;

  /** Every character that the list already has is twice as likely as any other. */
  private final FakeNetwork network =
      new FakeNetwork(
          1_024,
          text -> {
            float[] logits = new float[VOCABULARY];
            text.chars().filter(c -> c < VOCABULARY).forEach(c -> logits[c] = (float) Math.log(2));
            return logits;
          });

  private final TitleLikelihood judgement = new TitleLikelihood(network, "", new HashMap<>());

  private static Prompt prompt(List<String> history, String... candidates) {
    return new Prompt(Task.GENERATE, history, List.of(candidates));
  }

  @Test
  public void aTitleThatTheHistoryMakesLikelierHasMoreThanAHalf() {
    List<Double> confidences = judgement.judge(prompt(List.of("ZZZZ"), "Z", "Q"));
    // In the list with Z there is one more character of double weight.
    int known = (int) "Things that one shopper bought:\n- \"".chars().distinct().count();
    double with = 2.0 / (VOCABULARY + known + 1);
    double without = 1.0 / (VOCABULARY + known);
    assertEquals(with / (with + without), confidences.get(0), 1e-6);
    assertTrue(confidences.get(1) < 0.5);
  }

  @Test
  public void withoutHistoryEveryTitleHasAHalf() {
    assertEquals(List.of(0.5, 0.5), judgement.judge(prompt(List.of(), "Z", "LONG TITLE")));
  }

  @Test
  public void aBlankTitleHasNothing() {
    assertEquals(List.of(0.0), judgement.judge(prompt(List.of("Z"), " ")));
  }

  /** What a title is worth alone is kept; it changes no confidence. */
  @Test
  public void aTitleIsReadWithoutHistoryOnce() {
    List<Double> first = judgement.judge(prompt(List.of("ZZZZ"), "Z", "Q"));
    judgement.judge(prompt(List.of("QQ"), "Q"));
    assertEquals(first, judgement.judge(prompt(List.of("ZZZZ"), "Z", "Q")));
    assertEquals(
        1,
        network.readTexts.stream().filter("Things that one shopper bought:\n- \""::equals).count());
  }

  @Test
  public void noCandidates() {
    assertEquals(List.of(), judgement.judge(prompt(List.of("Z"))));
  }

  @Test
  public void theEstimateIsWhatIsEvaluated() {
    Prompt prompt = prompt(List.of("BLUE MUG", "RED \"MUG\""), "PLATE", "", "A <b>");
    TokenEstimate estimate = judgement.tokens(prompt);
    assertEquals(0, network.evaluated());
    judgement.judge(prompt);
    assertEquals(TokenEstimate.exactly(network.evaluated(), 0), estimate);
  }

  @Test
  public void theTextIsAListThatBreaksOffWhereATitleBegins() {
    judgement.judge(prompt(List.of("BLUE MUG", "RED\nMUG"), "PLATE"));
    assertEquals(
        List.of(
            "Things that one shopper bought:\n- \"BLUE MUG\"\n- \"RED MUG\"\n- \"",
            "Things that one shopper bought:\n- \""),
        network.readTexts);
    assertEquals(
        "Things that one shopper bought:\n- \"BLUE MUG\"\n---\n- \"PLATE\"\n",
        judgement.render(prompt(List.of("BLUE MUG"), "PLATE")));
    assertEquals(
        "Things that one shopper bought (toys):\n---\n- \"PLATE\"\n",
        new TitleLikelihood(network, "toys", new HashMap<>()).render(prompt(List.of(), "PLATE")));
  }

  @Test
  public void ofALongHistoryTheLatestTitlesAreRead() {
    List<String> history = new ArrayList<>(Collections.nCopies(50, "OLD ITEM OF A SHOP"));
    history.add("NEWEST");
    String text = judgement.render(prompt(history, "PLATE"));
    assertTrue(text, text.contains("- \"NEWEST\"\n---"));
    assertTrue(text.length() <= 512 + 20);
    assertTrue(text.length() > 512 - 20);
    assertTrue(judgement.tokens(prompt(history, "PLATE")).input() < 1_024);
  }

  @Test
  public void ofALongTitleTheStartIsRead() {
    String emoji = "\uD83D\uDE00".repeat(300);
    assertFalse(judgement.render(prompt(List.of(), emoji)).contains("\uD83D\uDE00".repeat(201)));
    assertEquals(
        judgement.judge(prompt(List.of("Z"), "Z".repeat(200))),
        judgement.judge(prompt(List.of("Z"), "Z".repeat(200) + "QQQ")));
  }

  @Test
  public void aContextThatHoldsNotEvenTheHeader() {
    TitleLikelihood small =
        new TitleLikelihood(new FakeNetwork(32, text -> new float[1]), "", new HashMap<>());
    assertThrows(IllegalArgumentException.class, () -> small.judge(prompt(List.of(), "PLATE")));
  }
}
