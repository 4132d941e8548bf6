package org.llmi2i.cooccurrence;

import java.util.Arrays;

/**
 * The k best of a stream of scored items, on primitives. Better is the higher score, then the
 * smaller item; the order of arrival does not matter.
 *
 * <p>An entry is one number: its upper bits are those of the score, its lower bits are the item, so
 * that smaller numbers are better. Entries are gathered up to four times k, and the k best of these
 * selected: a heap would move each entry through branches that no processor can foretell. Where the
 * bits that are left of two scores agree, the scores themselves are asked for again. For one
 * thread.
 */
public final class TopK {
  private static final int GATHERED = 4;

  /** Parts of a selection that are so short are sorted. */
  private static final int SHORT = 32;

  private final int k;
  private final int limit;

  /** The bits of a key that hold the item. */
  private final long itemMask;

  private Scores scores = item -> 0;
  private long[] keys;
  private int size;

  /** The scores of what is handed over, by rank. */
  private double[] told = new double[64];

  /** What an entry must not be behind of, once k have been kept: the worst of these. */
  private long floorKey;

  private double floorScore;

  /** Tells a score again. */
  @FunctionalInterface
  public interface Scores {
    double of(int item);
  }

  /** Takes what was kept. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes one entry.
     *
     * @param rank from 0, the best
     */
    void accept(int rank, int item, double score);
  }

  /**
   * Keeps nothing yet.
   *
   * @param k at least 1
   * @param items how many items there are; they are numbered from 0
   */
  public TopK(int k, int items) {
    this.k = k;
    limit = (int) Math.min((long) GATHERED * k, Integer.MAX_VALUE - 8);
    itemMask = (1L << (Integer.SIZE - Integer.numberOfLeadingZeros(items))) - 1;
    keys = new long[Math.min(limit, 512)];
    floorKey = Long.MAX_VALUE;
  }

  /** Begins anew. */
  public void start(Scores ofItems) {
    scores = ofItems;
    size = 0;
    floorKey = Long.MAX_VALUE;
    floorScore = Double.NEGATIVE_INFINITY;
  }

  /** How many are kept: k, or all that were offered if those are fewer. */
  public int size() {
    return Math.min(size, k);
  }

  /** Takes an entry; its score is what {@link Scores} tells of the item. */
  public void offer(int item, double score) {
    long key = key(item, score);
    if (key > floorKey && (!alike(key, floorKey) || score <= floorScore)) {
      return;
    }
    if (size == keys.length) {
      makeRoom();
    }
    keys[size++] = key;
  }

  private void makeRoom() {
    if (size < limit) {
      keys = Arrays.copyOf(keys, (int) Math.min(limit, 2L * size));
      return;
    }
    keepBest();
    floorKey = keys[0];
    floorScore = score(floorKey);
    for (int at = 1; at < k; at++) {
      if (isBehind(keys[at], floorKey)) {
        floorKey = keys[at];
        floorScore = score(floorKey);
      }
    }
  }

  /** Hands over what was kept, best first. */
  public void drain(Sink out) {
    if (size > k) {
      keepBest();
    }
    Arrays.sort(keys, 0, size);
    if (!tellScores()) {
      sortAlike(0, size);
      tellScores();
    }
    for (int rank = 0; rank < size; rank++) {
      out.accept(rank, item(keys[rank]), told[rank]);
    }
  }

  /** Asks for the scores of all; false if they do not fall. */
  private boolean tellScores() {
    if (told.length < size) {
      told = new double[Math.max(size, 2 * told.length)];
    }
    boolean falling = true;
    for (int rank = 0; rank < size; rank++) {
      told[rank] = score(keys[rank]);
      falling &= rank == 0 || told[rank] <= told[rank - 1];
    }
    return falling;
  }

  private long key(int item, double score) {
    // Minus zero is no worse than zero.
    long bits = Double.doubleToRawLongBits(score + 0.0);
    long falling = ~(bits ^ ((bits >> 63) & Long.MAX_VALUE));
    return (falling & ~itemMask) | item;
  }

  private int item(long key) {
    return (int) (key & itemMask);
  }

  private double score(long key) {
    return scores.of(item(key)) + 0.0;
  }

  /** Whether keys do not tell whose score is higher. */
  private boolean alike(long key, long other) {
    return ((key ^ other) & ~itemMask) == 0;
  }

  private boolean isBehind(long key, long other) {
    if (!alike(key, other)) {
      return key > other;
    }
    double score = score(key);
    double otherScore = score(other);
    return score == otherScore ? key > other : score < otherScore;
  }

  /** Drops all but the k best, which stay in any order. */
  private void keepBest() {
    select(0, size, k);
    long last = keys[0];
    for (int at = 1; at < k; at++) {
      last = Math.max(last, keys[at]);
    }
    // Entries on both sides of the cut whose keys are alike: their scores tell.
    int from = gather(0, k, last, true);
    int to = gather(k, size, last, false);
    if (to > k) {
      Arrays.sort(keys, from, to);
      sortAlike(from, to);
    }
    size = k;
  }

  /**
   * Moves the keys that are like another to one end of a range.
   *
   * @return where the others end, or begin
   */
  private int gather(int from, int to, long like, boolean toEnd) {
    int low = from;
    int high = to;
    while (low < high) {
      if (alike(keys[low], like) == toEnd) {
        swap(low, --high);
      } else {
        low++;
      }
    }
    return low;
  }

  private void swap(int at, int other) {
    long moved = keys[at];
    keys[at] = keys[other];
    keys[other] = moved;
  }

  /** Moves the smallest keys of a range to its front, so that {@code place} has none behind. */
  private void select(int start, int end, int place) {
    int from = start;
    int to = end;
    while (to - from > SHORT) {
      long pivot = median(keys[from], keys[(from + to) >>> 1], keys[to - 1]);
      int low = from;
      int high = to - 1;
      while (low <= high) {
        while (keys[low] < pivot) {
          low++;
        }
        while (keys[high] > pivot) {
          high--;
        }
        if (low <= high) {
          swap(low++, high--);
        }
      }
      if (place <= high) {
        to = high + 1;
      } else if (place >= low) {
        from = low;
      } else {
        return;
      }
    }
    Arrays.sort(keys, from, to);
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  /** Puts sorted keys that are alike in the order of their scores, then of their items. */
  private void sortAlike(int from, int to) {
    for (int at = from + 1; at < to; at++) {
      long moved = keys[at];
      int hole = at;
      while (hole > from && isBehind(keys[hole - 1], moved)) {
        keys[hole] = keys[hole - 1];
        hole--;
      }
      keys[hole] = moved;
    }
  }
}
