package org.llmi2i.llm;

import static org.junit.Assert.assertEquals;
import static org.llmi2i.testing.Records.candidate;
import static org.llmi2i.testing.Records.day;

import java.util.List;
import org.junit.Test;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.testing.Records;

/** {@link Verdict} on answers to a shortlist of three: mug, jug and what the user has, old. */
public class VerdictTest {
  private static final Candidate MUG = candidate("mug", 2);
  private static final Candidate JUG = candidate("jug", 2);
  private static final Shortlist SHORTLIST = Records.shortlist("u", MUG, JUG, candidate("old", 2));

  @Test
  public void goodEntriesAreAcceptedInTheAnswersOrder() {
    assertEquals(
        new Verdict(List.of(new Verdict.Accepted(JUG, 0), new Verdict.Accepted(MUG, 1)), List.of()),
        verdict(new Choice(2, 0), new Choice(1, 1)));
  }

  @Test
  public void anEmptyAnswerIsNoFault() {
    assertEquals(new Verdict(List.of(), List.of()), verdict());
  }

  @Test
  public void numbersOffTheList() {
    assertEquals(
        new Verdict(
            List.of(),
            List.of(
                refused(Reason.NUMBER_OFF_LIST, "number 0 of 3, confidence 0.5"),
                refused(Reason.NUMBER_OFF_LIST, "number 4 of 3, confidence 0.5"),
                refused(Reason.NUMBER_OFF_LIST, "number -1 of 3, confidence 0.5"),
                refused(Reason.NUMBER_OFF_LIST, "number 4294967297 of 3, confidence 0.5"))),
        verdict(
            new Choice(0, 0.5),
            new Choice(4, 0.5),
            new Choice(-1, 0.5),
            // 2^32 + 1, of which the lowest 32 bits are 1.
            new Choice(4_294_967_297L, 0.5)));
  }

  @Test
  public void ofANumberAnsweredTwiceTheFirstEntryCounts() {
    assertEquals(
        new Verdict(
            List.of(new Verdict.Accepted(MUG, 0.5)),
            List.of(refused(Reason.ANSWERED_TWICE, "number 1 of 3, confidence 0.9"))),
        verdict(new Choice(1, 0.5), new Choice(1, 0.9)));
  }

  @Test
  public void confidencesThatAreNoProbability() {
    assertEquals(
        new Verdict(
            List.of(),
            List.of(
                refused(Reason.INVALID_CONFIDENCE, "number 1 of 3, confidence 80.0"),
                refused(Reason.INVALID_CONFIDENCE, "number 2 of 3, confidence -0.1"))),
        verdict(new Choice(1, 80), new Choice(2, -0.1)));
  }

  @Test
  public void anItemThatTheUserWasShownToHave() {
    assertEquals(
        new Verdict(
            List.of(), List.of(refused(Reason.IN_HISTORY, "number 3 of 3, confidence 0.5"))),
        verdict(new Choice(3, 0.5)));
  }

  @Test
  public void anAnswerThatCannotBeRead() {
    assertEquals(
        new Verdict(List.of(), List.of(refused(Reason.UNREADABLE_ANSWER, "I think number 1."))),
        Verdict.of(SHORTLIST, exchange(Outcome.UNREADABLE, "I think number 1.")));
  }

  @Test
  public void anAnswerSaidToBeReadableThatIsNot() {
    assertEquals(
        new Verdict(List.of(), List.of(refused(Reason.UNREADABLE_ANSWER, "{}"))),
        Verdict.of(SHORTLIST, exchange(Outcome.ANSWERED, "{}")));
  }

  @Test
  public void ofALongUnreadableAnswerTheBeginningIsKept() {
    assertEquals(
        new Verdict(List.of(), List.of(refused(Reason.UNREADABLE_ANSWER, "x".repeat(200) + "..."))),
        Verdict.of(SHORTLIST, exchange(Outcome.UNREADABLE, "x".repeat(201))));
  }

  @Test
  public void aModelThatDidNotAnswer() {
    assertEquals(
        new Verdict(List.of(), List.of(refused(Reason.NO_ANSWER, "timed out"))),
        Verdict.of(SHORTLIST, exchange(Outcome.FAILED, "timed out")));
  }

  @Test
  public void aModelThatRefused() {
    assertEquals(
        new Verdict(List.of(), List.of(refused(Reason.REFUSED_ANSWER, "SAFETY"))),
        Verdict.of(SHORTLIST, exchange(Outcome.REFUSED, "SAFETY")));
  }

  @Test
  public void aRequestThatTheBudgetDidNotReach() {
    assertEquals(
        new Verdict(List.of(), List.of(refused(Reason.OVER_BUDGET, "the budget is spent"))),
        Verdict.of(SHORTLIST, exchange(Outcome.NOT_ASKED, "the budget is spent")));
  }

  @Test
  public void ofAnAnswerThatWasCutOffTheWholeEntriesCount() {
    assertEquals(
        new Verdict(
            List.of(new Verdict.Accepted(SHORTLIST.getCandidates().get(0), 0.5)),
            List.of(refused(Reason.TRUNCATED_ANSWER, "cut off behind: ,{\"numb"))),
        Verdict.of(
            SHORTLIST,
            exchange(
                Outcome.TRUNCATED, "{\"answers\":[{\"number\":1,\"confidence\":0.5},{\"numb")));
  }

  @Test
  public void anAnswerThatWasCutOffBeforeItsFirstEntry() {
    assertEquals(
        new Verdict(List.of(), List.of(refused(Reason.TRUNCATED_ANSWER, "Well, let me"))),
        Verdict.of(SHORTLIST, exchange(Outcome.TRUNCATED, "Well, let me")));
  }

  private static Verdict verdict(Choice... choices) {
    return Verdict.of(SHORTLIST, exchange(Outcome.ANSWERED, Choices.write(List.of(choices))));
  }

  private static Verdict.Refused refused(Reason reason, String detail) {
    return new Verdict.Refused(reason, detail);
  }

  private static Exchange exchange(Outcome outcome, String response) {
    return Exchange.newBuilder()
        .setExchangeId("id")
        .setTask(Task.GENERATE)
        .setProvider("fake")
        .setModel("fake-1")
        .setPrompt("prompt")
        .setResponse(response)
        .setCreatedAt(day(1))
        .setOutcome(outcome)
        .build();
  }
}
