package org.llmi2i.ask;

import java.io.Serializable;

/**
 * What may be spent on a model. A call is an attempt that the provider may charge for: one that was
 * answered, or that went out and broke off; not one that the server turned away or never received.
 *
 * @param calls calls
 * @param tokens tokens of requests and answers together
 * @param nanos billionths of a US dollar
 */
public record Budget(long calls, long tokens, long nanos) implements Serializable {
  /** No limit. */
  public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private static final double NANOS = 1e9;

  public Budget {
    if (calls < 0 || tokens < 0 || nanos < 0) {
      throw new IllegalArgumentException(
          "a budget must be at least 0, got " + calls + " calls, " + tokens + " tokens, " + nanos);
    }
  }

  /** At most so many calls, at least 0. */
  public Budget withCalls(long calls) {
    return new Budget(calls, tokens, nanos);
  }

  /** At most so many tokens, at least 0. */
  public Budget withTokens(long tokens) {
    return new Budget(calls, tokens, nanos);
  }

  /** At most so many US dollars, at least 0. */
  public Budget withCost(double dollars) {
    return new Budget(calls, tokens, (long) Math.floor(dollars * NANOS));
  }

  /** Whether nothing is limited. */
  public boolean isUnlimited() {
    return equals(UNLIMITED);
  }

  /** A part of the budget, from 0 to 1, rounded down; what is unlimited stays so. */
  public Budget share(double part) {
    return new Budget(share(calls, part), share(tokens, part), share(nanos, part));
  }

  private static long share(long whole, double part) {
    // A part such as 0.4 of 300 is 120 and not the 119.99 that it may be in binary.
    return whole == Long.MAX_VALUE ? whole : (long) Math.floor(whole * part + 1e-6);
  }

  /** Whether it covers this. */
  boolean covers(long calls, long tokens, long nanos) {
    return calls <= this.calls && tokens <= this.tokens && nanos <= this.nanos;
  }
}
