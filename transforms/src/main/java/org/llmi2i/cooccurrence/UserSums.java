package org.llmi2i.cooccurrence;

import java.util.function.IntToDoubleFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The kernel of every similarity that adds up something over the users of both items:
 *
 * <pre>
 * c_ij = sum over users u of both of f(u) w_ui w_uj
 * </pre>
 *
 * <p>With {@code f = 1} and weights of 1, {@code c_ij} is the number of these users, and is counted
 * in whole numbers.
 */
final class UserSums implements Similarity.Kernel {

  /** Makes a score of what two items have in common. */
  @FunctionalInterface
  interface Score {
    double of(int item, int neighbor, double common);

    /** As {@link Similarity.Kernel#scores}: what is worth a loop of its own has one. */
    default void all(int item, int[] neighbors, double[] commons, int count) {
      for (int at = 0; at < count; at++) {
        commons[at] = of(item, neighbors[at], commons[at]);
      }
    }
  }

  private final Block block;
  private final double @Nullable [] factors;
  private final Score score;

  private UserSums(Block block, double @Nullable [] factors, Score score) {
    this.block = block;
    this.factors = factors;
    this.score = score;
  }

  /** Every user counts the same. */
  static UserSums over(Block block, Score score) {
    return new UserSums(block, null, score);
  }

  /**
   * Users count differently.
   *
   * @param factor what a user of so many items counts
   */
  static UserSums over(Block block, IntToDoubleFunction factor, Score score) {
    double[] factors = new double[block.userCount()];
    for (int user = 0; user < factors.length; user++) {
      factors[user] = factor.applyAsDouble(block.itemCount(user));
    }
    return new UserSums(block, factors, score);
  }

  @Override
  public boolean countsOnly() {
    return factors == null && block.isPlain();
  }

  @Override
  public boolean isAdditive() {
    return true;
  }

  @Override
  public void accumulate(int item, Row row) {
    boolean counts = countsOnly();
    for (int user : block.usersOf(item)) {
      if (counts) {
        block.count(user, row);
      } else {
        add(item, user, row);
      }
    }
  }

  private void add(int item, int user, Row row) {
    int itemAt = block.place(user, item);
    double part = block.weight(itemAt) * (factors == null ? 1 : factors[user]);
    block.count(user, row);
    for (int at = block.start(user); at < block.end(user); at++) {
      int neighbor = block.item(at);
      row.add(neighbor, part * block.weight(at) * block.direction(itemAt, at));
    }
  }

  @Override
  public double score(int item, int neighbor, double sum) {
    return score.of(item, neighbor, sum);
  }

  @Override
  public void scores(int item, int[] neighbors, double[] sums, int count) {
    score.all(item, neighbors, sums, count);
  }
}
