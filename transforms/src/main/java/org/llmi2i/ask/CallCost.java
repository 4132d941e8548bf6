package org.llmi2i.ask;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.TokenEstimate;
import org.llmi2i.schemas.Outcome;

/** Reserves what each attempt of one call may take, and settles what it took. */
final class CallCost {
  private final Allowance allowance;
  private final Prices prices;
  private final List<TokenEstimate> estimates;
  private final long expectedTokens;
  private final long mostTokens;
  private final long mostNanos;

  CallCost(Allowance allowance, Prices prices, List<TokenEstimate> estimates) {
    this.allowance = allowance;
    this.prices = prices;
    this.estimates = estimates;
    long input = estimates.stream().mapToLong(TokenEstimate::inputLimit).sum();
    long output = estimates.stream().mapToLong(TokenEstimate::outputLimit).sum();
    expectedTokens = estimates.stream().mapToLong(each -> each.input() + each.output()).sum();
    mostTokens = input + output;
    mostNanos = prices.nanos(input, output);
  }

  long expectedTokens() {
    return expectedTokens;
  }

  /** Whether an attempt may be made; if so, it must be settled. */
  boolean reserve() throws InterruptedException {
    return allowance.reserve(mostTokens, mostNanos);
  }

  /**
   * Takes from the allowance what an attempt cost. What broke off may have been charged for: it
   * counts as the most that it can have cost.
   */
  void settle(List<Answer> answers) {
    long input = 0;
    long output = 0;
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      if (isFree(answer)) {
        continue;
      }
      boolean known = answer.failure().isEmpty();
      input += known ? answer.inputTokens() : estimates.get(i).inputLimit();
      output += known ? answer.outputTokens() : estimates.get(i).outputLimit();
    }
    allowance.settle(
        answers.stream().allMatch(CallCost::isFree) ? 1 : 0,
        mostTokens - input - output,
        mostNanos - prices.nanos(input, output));
  }

  /**
   * What stands in for answers when nothing more may be spent.
   *
   * @param last what the attempt before brought, if there was one
   */
  static List<Answer> notAsked(List<Answer> last, int prompts) {
    Answer none =
        last.isEmpty()
            ? new Answer(Outcome.NOT_ASKED, "the budget is spent", 0, 0, Optional.empty())
            : Answer.failed(
                Failure.of(
                    Failure.Kind.INVALID,
                    last.get(0).response() + "; the budget covers no further attempt"));
    return Collections.nCopies(prompts, none);
  }

  /** Whether a failure is one that no provider charges for. */
  private static boolean isFree(Answer answer) {
    return answer
        .failure()
        .map(Failure::kind)
        .filter(kind -> kind != Failure.Kind.INTERRUPTED)
        .isPresent();
  }
}
