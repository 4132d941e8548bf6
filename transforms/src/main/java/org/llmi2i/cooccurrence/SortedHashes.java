package org.llmi2i.cooccurrence;

import java.util.Arrays;

/** Orders hashes without objects: millions of them a second. */
final class SortedHashes {
  private static final long LOW_BITS = 0xffff_ffffL;

  private SortedHashes() {}

  /**
   * The places of hashes, those of lower hashes first.
   *
   * @param count how many of them there are
   */
  static int[] order(long[] hashes, int count) {
    // The upper half of a hash with its place in the lower: one sort of numbers does nearly all.
    long[] keys = new long[count];
    for (int place = 0; place < count; place++) {
      keys[place] = (hashes[place] & ~LOW_BITS) | place;
    }
    Arrays.sort(keys);
    int[] order = new int[count];
    for (int at = 0; at < order.length; at++) {
      int place = (int) (keys[at] & LOW_BITS);
      int to = at;
      while (to > 0 && hashes[order[to - 1]] > hashes[place]) {
        order[to] = order[to - 1];
        to--;
      }
      order[to] = place;
    }
    return order;
  }
}
