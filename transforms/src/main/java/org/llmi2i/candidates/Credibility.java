package org.llmi2i.candidates;

import org.llmi2i.stages.ItemStatistics;

/**
 * How many of the synthetic interactions that are asked for an item is given.
 *
 * <p>The users who are found for an item were chosen by what goes with it, so they share that far
 * more than its own users do: the more so the fewer those are. With one synthetic interaction for
 * each of its users an item of few would stand before popular items in everybody's lists. So each
 * counts for its credibility only, {@code n / (n + k)} of n users (Bühlmann, "Experience rating and
 * credibility", 1967).
 */
final class Credibility {
  /** How many users an item needs to be trusted half. */
  private static final double HALF_TRUSTED = 20;

  /** What an item is given however few users it has. */
  private static final int FEW = 3;

  private Credibility() {}

  /** Of n users {@code n * n / (n + 20)}, but at least 3, and never more than it should get. */
  static int quota(ItemStatistics item) {
    long users = item.getUsers();
    long trusted = Math.round(users * (users / (users + HALF_TRUSTED)));
    return (int) Math.min(item.getSyntheticTarget(), Math.max(FEW, trusted));
  }
}
