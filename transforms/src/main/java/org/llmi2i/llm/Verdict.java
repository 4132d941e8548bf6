package org.llmi2i.llm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Reason;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.Shortlist;

/**
 * What became of an exchange: for each entry of the answer, the candidate it means or the reason
 * why it means none.
 *
 * @param accepted entries that name a candidate, in the answer's order
 * @param refused what cannot be used
 */
public record Verdict(List<Accepted> accepted, List<Refused> refused) {

  /** A candidate and the model's confidence in it, 0 to 1, not calibrated. */
  public record Accepted(Candidate candidate, double confidence) {}

  /** An entry, or a whole answer, that cannot be used; the detail names the offending value. */
  public record Refused(Reason reason, String detail) {}

  /** Reads an answer and checks every entry against the shortlist. */
  public static Verdict of(Shortlist shortlist, Exchange exchange) {
    List<Accepted> accepted = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    Reason none = reasonForNone(exchange.getOutcome());
    if (none != null) {
      refused.add(new Refused(none, shortened(exchange.getResponse())));
      return new Verdict(accepted, refused);
    }
    Choices.Reading reading = Choices.read(exchange.getResponse());
    for (Choices.Flaw flaw : reading.flaws()) {
      boolean cutOff = exchange.getOutcome() == Outcome.TRUNCATED && !reading.isReadable();
      refused.add(new Refused(cutOff ? Reason.TRUNCATED_ANSWER : flaw.reason(), flaw.detail()));
    }
    Set<Long> seen = new HashSet<>();
    Set<String> history = new HashSet<>(shortlist.getHistoryItems());
    for (Choice choice : reading.choices()) {
      Reason reason = reasonAgainst(choice, shortlist, seen, history);
      if (reason == null) {
        accepted.add(
            new Accepted(
                shortlist.getCandidates().get((int) choice.number() - 1), choice.confidence()));
      } else {
        refused.add(
            new Refused(
                reason,
                "number "
                    + choice.number()
                    + " of "
                    + shortlist.getCandidates().size()
                    + ", confidence "
                    + choice.confidence()));
      }
    }
    return new Verdict(accepted, refused);
  }

  /** Why an exchange that ended like this has no answer, or null if it has. */
  private static @Nullable Reason reasonForNone(Outcome outcome) {
    return switch (outcome) {
      case FAILED -> Reason.NO_ANSWER;
      case REFUSED -> Reason.REFUSED_ANSWER;
      case NOT_ASKED -> Reason.OVER_BUDGET;
      case ANSWERED, TRUNCATED, UNREADABLE -> null;
    };
  }

  private static @Nullable Reason reasonAgainst(
      Choice choice, Shortlist shortlist, Set<Long> seen, Set<String> history) {
    if (choice.number() < 1 || choice.number() > shortlist.getCandidates().size()) {
      return Reason.NUMBER_OFF_LIST;
    }
    if (!seen.add(choice.number())) {
      return Reason.ANSWERED_TWICE;
    }
    if (!(choice.confidence() >= 0 && choice.confidence() <= 1)) {
      return Reason.INVALID_CONFIDENCE;
    }
    Candidate candidate = shortlist.getCandidates().get((int) choice.number() - 1);
    return history.contains(candidate.getItemId()) ? Reason.IN_HISTORY : null;
  }

  private static String shortened(String response) {
    return response.length() <= 200 ? response : response.substring(0, 200) + "...";
  }
}
