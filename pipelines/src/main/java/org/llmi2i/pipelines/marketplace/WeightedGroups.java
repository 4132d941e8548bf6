package org.llmi2i.pipelines.marketplace;

import java.util.SplittableRandom;

/**
 * Members of groups, to be drawn by weight within one group. All groups share two arrays: a draw is
 * one random number and one binary search in the group's cumulative weights.
 */
final class WeightedGroups {
  private final int[] starts;
  private final int[] members;
  private final double[] cumulative;

  /**
   * Sorts members into groups.
   *
   * @param groups the number of groups
   * @param groupOf the group of each member, from 0
   * @param weights the weight of each member, at least 0
   */
  WeightedGroups(int groups, int[] groupOf, double[] weights) {
    starts = new int[groups + 1];
    members = new int[groupOf.length];
    cumulative = new double[groupOf.length];
    for (int group : groupOf) {
      starts[group + 1]++;
    }
    for (int group = 0; group < groups; group++) {
      starts[group + 1] += starts[group];
    }
    int[] next = starts.clone();
    for (int member = 0; member < groupOf.length; member++) {
      int group = groupOf[member];
      int at = next[group]++;
      members[at] = member;
      cumulative[at] = weights[member] + (at == starts[group] ? 0 : cumulative[at - 1]);
    }
  }

  /** One group of all members. */
  static WeightedGroups ofAll(double[] weights) {
    return new WeightedGroups(1, new int[weights.length], weights);
  }

  private boolean isEmpty(int group) {
    return starts[group] == starts[group + 1];
  }

  /** The sum of the weights in a group. */
  double weight(int group) {
    return isEmpty(group) ? 0 : cumulative[starts[group + 1] - 1];
  }

  /** A member of the group, which must have one. */
  int draw(int group, SplittableRandom random) {
    double wanted = random.nextDouble() * weight(group);
    int low = starts[group];
    int high = starts[group + 1] - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return members[low];
  }
}
