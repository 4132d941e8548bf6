package org.llmi2i.llm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.llmi2i.schemas.Reason;

public class ChoicesTest {
  private static final String ANSWER = "{\"answers\":[{\"number\":1,\"confidence\":0.5}]}";

  @Test
  public void whatIsWrittenIsReadBack() {
    List<Choice> choices = List.of(new Choice(2, 0.25), new Choice(1, 1.0));
    assertWhole(choices, Choices.write(choices));
    assertWhole(List.of(), Choices.write(List.of()));
  }

  @Test
  public void theFormThatModelsAreAskedFor() {
    assertEquals(ANSWER, Choices.write(List.of(new Choice(1, 0.5))));
  }

  @Test
  public void aNoTurnsTheConfidenceRound() {
    assertWhole(
        List.of(new Choice(1, 0.75), new Choice(2, 0.25), new Choice(3, 0.25)),
        "{\"answers\":[{\"number\":1,\"answer\":\"Yes\",\"confidence\":0.75},"
            + "{\"number\":2,\"answer\":\"No\",\"confidence\":0.75},"
            + "{\"number\":3,\"answer\":\"no\",\"confidence\":0.75}]}");
  }

  @Test
  public void numbersAndConfidencesAreNotJudgedHere() {
    assertWhole(
        List.of(new Choice(-7, 80), new Choice(1, -0.1)),
        "{\"answers\":[{\"number\":-7,\"confidence\":80},{\"number\":1,\"confidence\":-0.1}]}");
  }

  /** What can mean only one thing. */
  @Test
  public void unusualFormsAreRead() {
    List<Choice> one = List.of(new Choice(1, 0.5));
    for (String response :
        List.of(
            "Sure! Here it is:\n" + ANSWER + "\nI hope this helps {smile}.",
            "```json\n" + ANSWER + "\n```",
            "The list [1] has one. " + ANSWER,
            "{\"result\":" + ANSWER + "}",
            "{\"thought\":{\"a\":[1]},\"answers\":[{\"number\":1,\"confidence\":0.5}]}",
            "[{\"number\":1,\"confidence\":0.5}]",
            "{'answers':[{'number':1,'confidence':0.5},]}",
            "{answers:[{number:1,confidence:0.5}]}",
            "{\"answers\":[{\"number\":\"1\",\"confidence\":\" 0.5 \"}]}",
            "{\"answers\":[{\"number\":1.0,\"answer\":true,\"confidence\":0.5}]}")) {
      assertWhole(one, response);
    }
  }

  @Test
  public void anAnswerMayBeEmptyOfEntries() {
    assertWhole(List.of(), "{\"answers\":[]}");
  }

  @Test
  public void ofAnAnswerThatWasCutOffTheWholeEntriesAreRead() {
    Choices.Reading reading =
        Choices.read("{\"answers\":[{\"number\":1,\"confidence\":0.5},{\"number\":2,\"conf");
    assertTrue(reading.isReadable());
    assertEquals(List.of(new Choice(1, 0.5)), reading.choices());
    assertEquals(
        List.of(new Choices.Flaw(Reason.TRUNCATED_ANSWER, "cut off behind: ,{\"number\":2,\"conf")),
        reading.flaws());
  }

  @Test
  public void anEntryThatCannotBeReadLeavesTheOthers() {
    Map<String, Reason> entries =
        Map.of(
            "7", Reason.UNREADABLE_ANSWER,
            "{\"confidence\":0.5}", Reason.UNREADABLE_ANSWER,
            "{\"number\":\"one\",\"confidence\":0.5}", Reason.UNREADABLE_ANSWER,
            "{\"number\":1.5,\"confidence\":0.5}", Reason.UNREADABLE_ANSWER,
            "{\"number\":99999999999999999999,\"confidence\":0.5}", Reason.UNREADABLE_ANSWER,
            "{\"number\":1}", Reason.INVALID_CONFIDENCE,
            "{\"number\":1,\"confidence\":\"high\"}", Reason.INVALID_CONFIDENCE,
            "{\"number\":1,\"answer\":\"Oui\",\"confidence\":0.5}", Reason.INVALID_VERDICT,
            "{\"number\":1,\"answer\":null,\"confidence\":0.5}", Reason.INVALID_VERDICT);
    entries.forEach(
        (entry, reason) -> {
          Choices.Reading reading =
              Choices.read("{\"answers\":[" + entry + ",{\"number\":2,\"confidence\":0.25}]}");
          assertTrue(entry, reading.isReadable());
          assertEquals(entry, List.of(new Choice(2, 0.25)), reading.choices());
          assertEquals(entry, 1, reading.flaws().size());
          assertEquals(entry, reason, reading.flaws().get(0).reason());
        });
  }

  @Test
  public void whatIsNoAnswerIsQuoted() {
    for (String response :
        List.of(
            "I think number 1.",
            "Je ne peux pas répondre.",
            "{\"réponses\":[{\"numéro\":1}]}",
            "{\"answers\":1}",
            "{\"answers\":{\"number\":1,\"confidence\":0.5}}",
            "{}",
            "[1, 2]",
            "null",
            "{\"answers\":[{\"number\":1,\"confidence\":0.5}}",
            "{\"ans")) {
      assertNone(Reason.UNREADABLE_ANSWER, response, response);
    }
  }

  @Test
  public void twoAnswersAreNone() {
    assertNone(
        Reason.UNREADABLE_ANSWER,
        "more than one answer: " + ANSWER + " or " + ANSWER,
        ANSWER + " or " + ANSWER);
  }

  @Test
  public void nothingIsNoAnswer() {
    assertNone(Reason.EMPTY_ANSWER, "the answer is empty", "");
    assertNone(Reason.EMPTY_ANSWER, "the answer is empty", " \n");
  }

  @Test
  public void tenMillionCharactersAreNotRead() {
    assertNone(
        Reason.OVERSIZED_ANSWER,
        "10000000 characters: " + "[".repeat(200) + "...",
        "[".repeat(10_000_000));
  }

  @Test
  public void bracketsWithoutEndAreNoAnswer() {
    assertFalse(Choices.read("[".repeat(1_000_000)).isReadable());
    assertFalse(Choices.read("{\"answers\":".repeat(50_000)).isReadable());
  }

  private static void assertWhole(List<Choice> choices, String response) {
    assertEquals(response, new Choices.Reading(choices, List.of(), true), Choices.read(response));
  }

  private static void assertNone(Reason reason, String detail, String response) {
    assertEquals(
        new Choices.Reading(List.of(), List.of(new Choices.Flaw(reason, detail)), false),
        Choices.read(response));
  }
}
