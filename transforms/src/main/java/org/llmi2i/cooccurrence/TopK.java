package org.llmi2i.cooccurrence;

import java.util.Arrays;

/**
 * The k best of a stream of scored items, on primitives. Better is the higher score, then the
 * smaller item; the order of arrival does not matter.
 *
 * <p>Entries are gathered up to four times k and then sorted, the k best kept: a heap would move
 * each entry through branches that no processor can foretell. What is sorted are numbers whose
 * upper bits are those of the score and whose lower bits are the entry's place; entries whose
 * scores agree in the upper bits are put in order afterwards.
 */
final class TopK {
  private static final int GATHERED = 4;

  private final int k;
  private final int limit;
  private int[] items;
  private double[] scores;
  private long[] keys;
  private int size;

  /** What an entry must be better than, once k have been kept. */
  private double floorScore;

  private int floorItem;
  private boolean hasFloor;

  /** Takes what was kept. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes one entry.
     *
     * @param rank from 0, the best
     */
    void accept(int rank, int item, double score);
  }

  TopK(int k) {
    this.k = k;
    limit = (int) Math.min((long) GATHERED * k, Integer.MAX_VALUE - 8);
    items = new int[Math.min(limit, 512)];
    scores = new double[items.length];
    keys = new long[items.length];
  }

  int size() {
    return Math.min(size, k);
  }

  void offer(int item, double score) {
    if (hasFloor && !better(item, score, floorItem, floorScore)) {
      return;
    }
    if (size == items.length) {
      makeRoom();
    }
    items[size] = item;
    // Minus zero is no worse than zero.
    scores[size++] = score + 0.0;
  }

  private void makeRoom() {
    if (size < limit) {
      int length = (int) Math.min(limit, 2L * size);
      items = Arrays.copyOf(items, length);
      scores = Arrays.copyOf(scores, length);
      keys = new long[length];
      return;
    }
    int[] bestItems = new int[k];
    double[] bestScores = new double[k];
    sort();
    for (int rank = 0; rank < k; rank++) {
      int place = place(rank);
      bestItems[rank] = items[place];
      bestScores[rank] = scores[place];
    }
    System.arraycopy(bestItems, 0, items, 0, k);
    System.arraycopy(bestScores, 0, scores, 0, k);
    size = k;
    floorItem = items[k - 1];
    floorScore = scores[k - 1];
    hasFloor = true;
  }

  /** Hands over what was kept, best first, and forgets it. */
  void drain(Sink out) {
    sort();
    int kept = size();
    for (int rank = 0; rank < kept; rank++) {
      int place = place(rank);
      out.accept(rank, items[place], scores[place]);
    }
    size = 0;
    hasFloor = false;
  }

  private static boolean better(int item, double score, int other, double otherScore) {
    return score != otherScore ? score > otherScore : item < other;
  }

  private long placeMask() {
    return (1L << (Integer.SIZE - Integer.numberOfLeadingZeros(size))) - 1;
  }

  /** The place of the entry of a rank, after {@link #sort}. */
  private int place(int rank) {
    return (int) (keys[rank] & placeMask());
  }

  private void sort() {
    long mask = placeMask();
    for (int place = 0; place < size; place++) {
      keys[place] = (falling(scores[place]) & ~mask) | place;
    }
    Arrays.sort(keys, 0, size);
    for (int from = 0; from < size; ) {
      int to = from + 1;
      while (to < size && ((keys[to] ^ keys[from]) & ~mask) == 0) {
        to++;
      }
      if (to - from > 1) {
        sortEqual(from, to, mask);
      }
      from = to;
    }
  }

  /** Numbers that ascend where scores fall. */
  private static long falling(double score) {
    long bits = Double.doubleToRawLongBits(score);
    return ~(bits ^ ((bits >> 63) & Long.MAX_VALUE));
  }

  /** Sorts keys whose upper bits are the same. */
  private void sortEqual(int from, int to, long mask) {
    double score = scores[(int) (keys[from] & mask)];
    boolean same = true;
    for (int at = from; at < to; at++) {
      same &= scores[(int) (keys[at] & mask)] == score;
    }
    if (same) {
      int bits = Long.bitCount(mask);
      for (int at = from; at < to; at++) {
        int place = (int) (keys[at] & mask);
        keys[at] = ((long) items[place] << bits) | place;
      }
      Arrays.sort(keys, from, to);
      return;
    }
    for (int at = from + 1; at < to; at++) {
      long moved = keys[at];
      int place = (int) (moved & mask);
      int hole = at;
      while (hole > from && better(items[place], scores[place], keys[hole - 1] & mask)) {
        keys[hole] = keys[hole - 1];
        hole--;
      }
      keys[hole] = moved;
    }
  }

  private boolean better(int item, double score, long place) {
    return better(item, score, items[(int) place], scores[(int) place]);
  }
}
