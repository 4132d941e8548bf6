package org.llmi2i.pipelines.marketplace;

import java.util.SplittableRandom;

/** How many interactions each user has: few have many, most have few, and the sum is exact. */
final class HistoryLengths {
  private static final double SHAPE = 1.3;
  // Without an end to the tail the most active user would own the whole catalogue.
  private static final double MOST = 30;

  private final double[] cumulative;
  private final long toShare;

  HistoryLengths(Marketplace marketplace, SplittableRandom random) {
    int users = marketplace.users();
    cumulative = new double[users + 1];
    for (int user = 0; user < users; user++) {
      cumulative[user + 1] = cumulative[user] + Randoms.pareto(SHAPE, MOST, random);
    }
    toShare = marketplace.interactions() - (long) Marketplace.MIN_INTERACTIONS_PER_USER * users;
  }

  /** The number of interactions of a user. */
  int of(int user) {
    return Math.toIntExact(Marketplace.MIN_INTERACTIONS_PER_USER + before(user + 1) - before(user));
  }

  private long before(int user) {
    // The last user takes the remainder whole, whatever the rounding.
    return user == cumulative.length - 1
        ? toShare
        : (long) (toShare * (cumulative[user] / cumulative[cumulative.length - 1]));
  }
}
