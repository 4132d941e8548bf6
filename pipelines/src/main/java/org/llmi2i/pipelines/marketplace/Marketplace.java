package org.llmi2i.pipelines.marketplace;

import com.google.auto.value.AutoValue;

/**
 * How large a generated marketplace is and how it behaves; equal settings give equal bytes on any
 * machine.
 *
 * <pre>{@code
 * MarketplaceGenerator.write(Marketplace.of(2_000, 1_500, 40_000).withSeed(7), folder);
 * }</pre>
 */
@AutoValue
public abstract class Marketplace {
  /** Every user interacts at least this often, so that every history has a pair. */
  static final int MIN_INTERACTIONS_PER_USER = 2;

  private static final long DEFAULT_SEED = 1;
  private static final double DEFAULT_NOISE_SHARE = 0.1;
  private static final int DEFAULT_DAYS = 365;
  private static final int MAX_ITEMS = 10_000_000;
  private static final int MAX_USERS = 100_000_000;
  private static final int MAX_DAYS = 3_650;

  Marketplace() {}

  /**
   * A marketplace of this size.
   *
   * @param users from 1 to 100,000,000
   * @param items from 1 to 10,000,000
   * @param interactions at least two for every user; exactly this many are written
   */
  public static Marketplace of(int users, int items, long interactions) {
    requireRange("users", users, 1, MAX_USERS);
    requireRange("items", items, 1, MAX_ITEMS);
    requireRange(
        "interactions", interactions, (long) MIN_INTERACTIONS_PER_USER * users, Long.MAX_VALUE);
    return new AutoValue_Marketplace(
        users, items, interactions, DEFAULT_SEED, DEFAULT_NOISE_SHARE, DEFAULT_DAYS);
  }

  abstract int users();

  abstract int items();

  abstract long interactions();

  abstract long seed();

  abstract double noiseShare();

  abstract int days();

  /** Which of the many marketplaces of this size; any number, default 1. */
  public Marketplace withSeed(long seed) {
    return new AutoValue_Marketplace(users(), items(), interactions(), seed, noiseShare(), days());
  }

  /**
   * The share of the interactions that ignore taste and popularity, 0 to 1; default 0.1. Raise it
   * to make the log harder to learn from.
   */
  public Marketplace withNoiseShare(double noiseShare) {
    if (!(noiseShare >= 0 && noiseShare <= 1)) {
      throw new IllegalArgumentException("noiseShare: must be from 0 to 1, got " + noiseShare);
    }
    return new AutoValue_Marketplace(users(), items(), interactions(), seed(), noiseShare, days());
  }

  /** How many days the log covers, 1 to 3650, from 1 January 2024; default 365. */
  public Marketplace withDays(int days) {
    requireRange("days", days, 1, MAX_DAYS);
    return new AutoValue_Marketplace(users(), items(), interactions(), seed(), noiseShare(), days);
  }

  private static void requireRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name
              + ": must be "
              + (most == Long.MAX_VALUE ? "at least " + least : "from " + least + " to " + most)
              + ", got "
              + value);
    }
  }
}
