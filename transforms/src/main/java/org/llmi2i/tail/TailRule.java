package org.llmi2i.tail;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which items are tail, decided from how many items have how many interactions or users: the
 * histogram stays small however large the catalogue, and items of equal count share their fate.
 */
final class TailRule implements Serializable {
  enum Kind {
    SHARE,
    COUNT,
    QUANTILE
  }

  /** Takes a share that is met exactly as met, however its product was rounded. */
  private static final double ROUNDING = 1 + 1e-12;

  private final Kind kind;
  private final double value;

  private TailRule(Kind kind, double value) {
    this.kind = kind;
    this.value = value;
  }

  static TailRule share(double share) {
    requireShare("tailShare", share);
    return new TailRule(Kind.SHARE, share);
  }

  static TailRule count(int users) {
    if (users < 1) {
      throw new IllegalArgumentException("tailUsers: must be at least 1, got " + users);
    }
    return new TailRule(Kind.COUNT, users);
  }

  static TailRule quantile(double quantile) {
    requireShare("tailQuantile", quantile);
    return new TailRule(Kind.QUANTILE, quantile);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": must be from 0 to 1, got " + value);
    }
  }

  /** What an item's count is, for this rule. */
  long count(long users, long interactions) {
    return kind == Kind.SHARE ? interactions : users;
  }

  /**
   * The highest count of a tail item.
   *
   * @param itemsByCount how many items have a count, for counts above 0
   * @return 0 if no item is tail
   */
  long highestTailCount(Map<Long, Long> itemsByCount) {
    if (kind == Kind.COUNT) {
      return (long) value - 1;
    }
    double total = 0;
    for (Map.Entry<Long, Long> entry : itemsByCount.entrySet()) {
      total += mass(entry.getKey(), entry.getValue());
    }
    double below = 0;
    long highest = 0;
    for (Map.Entry<Long, Long> entry : new TreeMap<>(itemsByCount).entrySet()) {
      below += mass(entry.getKey(), entry.getValue());
      if (below > value * total * ROUNDING) {
        break;
      }
      highest = entry.getKey();
    }
    return highest;
  }

  private double mass(long count, long items) {
    return kind == Kind.SHARE ? (double) count * items : items;
  }
}
