package org.llmi2i.cooccurrence;

import java.util.Arrays;

/**
 * The items of a log cut into blocks: runs of numbers, and so of ids, that weigh about the same. So
 * the rows of a block stand together in a sorted table.
 */
final class ItemRanges {
  private final int[] starts;

  private ItemRanges(int[] starts) {
    this.starts = starts;
  }

  /**
   * Cuts items; an item that weighs more than a block has one to itself, and some remain empty.
   *
   * @param weights what each item weighs, at least 0
   */
  static ItemRanges of(double[] weights, int blocks) {
    int[] starts = new int[blocks + 1];
    double total = Arrays.stream(weights).sum();
    double before = 0;
    int block = 1;
    for (int item = 0; item < weights.length; item++) {
      // The block that the middle of the item falls in.
      while (block < blocks && before + weights[item] / 2 >= total * block / blocks) {
        starts[block++] = item;
      }
      before += weights[item];
    }
    Arrays.fill(starts, block, blocks + 1, weights.length);
    return new ItemRanges(starts);
  }

  int count() {
    return starts.length - 1;
  }

  Range range(int block) {
    return new Range(starts[block], starts[block + 1]);
  }

  /** The block of an item, which is none of those before {@code first}. */
  int blockOf(int item, int first) {
    int block = first;
    while (starts[block + 1] <= item) {
      block++;
    }
    return block;
  }

  /** The first item behind a block. */
  int end(int block) {
    return starts[block + 1];
  }

  /**
   * The items of one block.
   *
   * @param from the first
   * @param to the one behind the last
   */
  record Range(int from, int to) {
    /** The place of an item in the range, from 0; negative if it is not of the range. */
    int place(int item) {
      return item < to ? item - from : -1;
    }

    int count() {
      return to - from;
    }
  }
}
