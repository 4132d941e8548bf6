package org.llmi2i.cooccurrence;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The items that so many users have that one worker should not go through all of them. Which these
 * are follows from the log alone, not from blocks or workers.
 */
final class HotItems {
  /** A hot item's users are at least this share of all. */
  private static final double SHARE = 0.02;

  /** So many can be hot, those of most users. */
  private static final int MOST = 64;

  private final int[] items;

  private HotItems(int[] items) {
    this.items = items;
  }

  /**
   * The hot items of a log.
   *
   * @param minUsers how many users, in weights, a hot item has at least
   */
  static HotItems of(ItemIndex index, long minUsers) {
    double least = Math.max((double) minUsers, SHARE * index.users());
    int[] hot =
        IntStream.range(0, index.itemCount()).filter(item -> index.length(item) >= least).toArray();
    if (hot.length > MOST) {
      hot =
          Arrays.stream(hot)
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer item) -> -index.length(item))
                      .thenComparing(Comparator.naturalOrder()))
              .limit(MOST)
              .mapToInt(Integer::intValue)
              .sorted()
              .toArray();
    }
    return new HotItems(hot);
  }

  /** No item is hot. */
  static HotItems none() {
    return new HotItems(new int[0]);
  }

  int count() {
    return items.length;
  }

  /** The item at a place, from 0; items ascend. */
  int item(int at) {
    return items[at];
  }

  /** The place of an item, negative if it is not hot. */
  int placeOf(int item) {
    return items.length == 0 ? -1 : Arrays.binarySearch(items, item);
  }
}
