package org.llmi2i.cooccurrence;

import java.util.HashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.shards.StableHash;

/**
 * Finds the number of an id among ids that are known, and only of those: then a hash tells them
 * apart, as long as no two have the same, and no id need be looked at, which with millions of them
 * would each time be a walk through memory. About 24 to 48 bytes an id.
 */
final class ItemNumbers {
  private final long[] hashes;

  /** Beside the hashes: numbers plus 1, and 0 where there is none. */
  private final int[] numbers;

  /** Where two ids have the same hash, which in practice no log will see. */
  private final @Nullable Map<String, Integer> byId;

  ItemNumbers(ItemIds ids, int count) {
    int slots = Integer.highestOneBit(Math.max(1, count)) << 2;
    hashes = new long[slots];
    numbers = new int[slots];
    boolean distinct = true;
    for (int number = 0; number < count; number++) {
      long hash = StableHash.of(0, ids.text(number));
      int slot = slot(hash);
      distinct &= numbers[slot] == 0;
      hashes[slot] = hash;
      numbers[slot] = number + 1;
    }
    byId = distinct ? null : byId(ids, count);
  }

  private static Map<String, Integer> byId(ItemIds ids, int count) {
    Map<String, Integer> byId = new HashMap<>(2 * count);
    for (int number = 0; number < count; number++) {
      byId.put(ids.text(number), number);
    }
    return byId;
  }

  /** The slot that has the hash, or the empty one where it would be. */
  private int slot(long hash) {
    int slot = (int) hash & (hashes.length - 1);
    while (numbers[slot] != 0 && hashes[slot] != hash) {
      slot = (slot + 1) & (hashes.length - 1);
    }
    return slot;
  }

  /** The number of an id that is known. */
  int of(String id) {
    int number = byId == null ? numbers[slot(StableHash.of(0, id))] - 1 : byId.get(id);
    if (number < 0) {
      throw new IllegalArgumentException("no item of the index: " + id);
    }
    return number;
  }
}
