package org.llmi2i.ask;

import java.io.Serializable;

/**
 * What a model's tokens cost.
 *
 * @param input US dollars for a million tokens of requests, at least 0
 * @param output US dollars for a million tokens of answers, at least 0
 */
public record Prices(double input, double output) implements Serializable {
  /** What a model in this process costs. */
  public static final Prices FREE = new Prices(0, 0);

  private static final double NANOS_PER_MILLION_TOKENS = 1e9 / 1e6;

  public Prices {
    if (!(input >= 0 && output >= 0 && input + output < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "tokenPrices: must be at least 0, got " + input + "," + output);
    }
  }

  /** The cost of so many tokens in billionths of a US dollar, rounded up. */
  public long nanos(long inputTokens, long outputTokens) {
    return (long)
        Math.ceil((inputTokens * input + outputTokens * output) * NANOS_PER_MILLION_TOKENS);
  }
}
