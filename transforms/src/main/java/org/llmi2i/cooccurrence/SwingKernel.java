package org.llmi2i.cooccurrence;

import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Computes rows of {@link Swing}. What a pair of users gives to every item that they share depends
 * on how many these are: so one pass over the pairs counts them, a second one adds up. Each costs
 * what the pairs share, not what they have.
 */
final class SwingKernel implements Similarity.Kernel {
  private final Block block;
  private final Swing swing;
  private final double[] userWeight;
  private final SharedItems shared;

  /** How many of the drawn users have each item, where not all users are drawn. */
  private final Row drawnCounts;

  /** By drawn user, while pairs with one of them are gone through: how many items they share. */
  private int[] common = new int[64];

  /** Those who share anything. */
  private int[] partners = new int[65];

  /** What each of them and that one give to an item. */
  private double[] parts = new double[64];

  /** By shared item: how many of its holders are behind in the walk. */
  private int[] next = new int[64];

  private double[] sums = new double[64];

  SwingKernel(Block block, Swing swing) {
    this.block = block;
    this.swing = swing;
    userWeight = new double[block.userCount()];
    for (int user = 0; user < userWeight.length; user++) {
      userWeight[user] = Math.pow(block.itemCount(user) + swing.alpha1(), -swing.beta());
    }
    shared = new SharedItems(block);
    drawnCounts = new Row(block.itemCount(), true);
  }

  @Override
  public boolean countsOnly() {
    return false;
  }

  @Override
  public void accumulate(int item, Row row) {
    int[] users = block.usersOf(item);
    count(users, row);
    int[] drawn = draw(item, users);
    if (drawn.length < users.length) {
      count(drawn, drawnCounts);
      shared.find(item, drawn, drawnCounts);
      drawnCounts.clear();
    } else {
      shared.find(item, drawn, row);
    }
    reserve(drawn.length);
    for (int first = 0; first < drawn.length; first++) {
      int partnerCount = countCommon(first);
      for (int at = 0; at < partnerCount; at++) {
        int second = partners[at];
        // The item itself is shared too.
        parts[second] =
            userWeight[drawn[first]]
                * userWeight[drawn[second]]
                / (swing.alpha2() + (common[second] + 1));
        common[second] = 0;
      }
      add(first);
    }
    for (int at = 0; at < shared.size(); at++) {
      row.add(shared.item(at), sums[at]);
    }
  }

  private void count(int[] users, Row row) {
    for (int user : users) {
      block.count(user, row);
    }
  }

  private void reserve(int drawn) {
    if (common.length < drawn) {
      common = new int[2 * drawn];
      partners = new int[2 * drawn + 1];
      parts = new double[2 * drawn];
    }
    if (sums.length < shared.size()) {
      sums = new double[2 * shared.size()];
      next = new int[sums.length];
    }
    Arrays.fill(sums, 0, shared.size(), 0);
    System.arraycopy(shared.holderStarts, 0, next, 0, shared.size());
  }

  /**
   * Counts what a user shares with each one behind them.
   *
   * @return with how many they share anything
   */
  private int countCommon(int first) {
    int[] common = this.common;
    int[] partners = this.partners;
    int[] holders = shared.holders;
    int partnerCount = 0;
    for (int at = shared.heldStarts[first]; at < shared.heldStarts[first + 1]; at++) {
      int item = shared.held[at];
      // Holders ascend, so that this user is the next of them.
      int from = ++next[item];
      int to = shared.holderStarts[item + 1];
      for (int i = from; i < to; i++) {
        int second = holders[i];
        int before = common[second]++;
        partners[partnerCount] = second;
        partnerCount += before == 0 ? 1 : 0;
      }
    }
    return partnerCount;
  }

  /**
   * Adds what a user and each one behind them give to what they share. To each item the pairs give
   * in their order, one by one: sums depend on it.
   */
  private void add(int first) {
    double[] parts = this.parts;
    int[] holders = shared.holders;
    double @Nullable [] weights = shared.holderWeights;
    for (int at = shared.heldStarts[first]; at < shared.heldStarts[first + 1]; at++) {
      int item = shared.held[at];
      int from = next[item];
      int to = shared.holderStarts[item + 1];
      double sum = sums[item];
      if (weights == null) {
        for (int i = from; i < to; i++) {
          sum += parts[holders[i]];
        }
      } else {
        for (int i = from; i < to; i++) {
          sum += parts[holders[i]] * weights[from - 1] * weights[i];
        }
      }
      sums[item] = sum;
    }
  }

  /**
   * The users that count, those of most items first. So users come in one order, by number among
   * equals, in whatever block and run.
   */
  private int[] draw(int item, int[] users) {
    int count = Math.min(users.length, swing.maxUserNumPerItem());
    int[] drawn = users;
    if (count < users.length) {
      long[] hashes = new long[users.length];
      for (int i = 0; i < users.length; i++) {
        hashes[i] = block.hash(swing.seed(), item, users[i]);
      }
      int[] order = SortedHashes.order(hashes, hashes.length);
      drawn = new int[count];
      for (int i = 0; i < count; i++) {
        drawn[i] = users[order[i]];
      }
    }
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = ((long) -block.itemCount(drawn[i]) << Integer.SIZE) | drawn[i];
    }
    Arrays.sort(keys);
    for (int i = 0; i < count; i++) {
      drawn[i] = (int) keys[i];
    }
    return drawn;
  }

  @Override
  public double score(int item, int neighbor, double sum) {
    return sum;
  }
}
