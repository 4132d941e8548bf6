package org.llmi2i.ask;

/**
 * What is left of a budget while calls are under way. Before a call its most is reserved, after it
 * what it really took is settled; so the budget holds whatever comes back. Safe for many threads.
 */
final class Allowance {
  private long calls;
  private long tokens;
  private long nanos;
  private int underWay;

  Allowance(Budget budget) {
    calls = budget.calls();
    tokens = budget.tokens();
    nanos = budget.nanos();
  }

  /**
   * Takes the most that a call may need, or else nothing. Waits while calls under way may give
   * enough back.
   *
   * @return whether it was taken; then settle it
   */
  synchronized boolean reserve(long mostTokens, long mostNanos) throws InterruptedException {
    while (calls < 1 || tokens < mostTokens || nanos < mostNanos) {
      if (underWay == 0) {
        return false;
      }
      wait();
    }
    take(1, mostTokens, mostNanos);
    underWay++;
    return true;
  }

  /** Gives back what a call did not need of what was reserved. */
  synchronized void settle(long calls, long unusedTokens, long unusedNanos) {
    take(-calls, -unusedTokens, -unusedNanos);
    underWay--;
    notifyAll();
  }

  /** Takes what an earlier attempt of the same work spent. */
  synchronized void spend(long tokens, long nanos) {
    take(1, tokens, nanos);
  }

  private void take(long calls, long tokens, long nanos) {
    this.calls = less(this.calls, calls);
    this.tokens = less(this.tokens, tokens);
    this.nanos = less(this.nanos, nanos);
  }

  private static long less(long left, long taken) {
    return left == Long.MAX_VALUE ? left : left - taken;
  }
}
