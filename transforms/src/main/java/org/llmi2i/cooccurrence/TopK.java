package org.llmi2i.cooccurrence;

import java.util.Arrays;

/**
 * The k best of a stream of scored items, on primitives: a heap with the worst kept entry on top.
 * Better is the higher score, then the smaller item; the order of arrival does not matter.
 */
final class TopK {
  private final int k;
  private int[] items;
  private double[] scores;
  private int size;

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
    items = new int[Math.min(k, 128)];
    scores = new double[items.length];
  }

  int size() {
    return size;
  }

  void offer(int item, double score) {
    if (size < k) {
      if (size == items.length) {
        items = Arrays.copyOf(items, Math.min(k, size * 2));
        scores = Arrays.copyOf(scores, items.length);
      }
      up(size++, item, score);
    } else if (better(item, score, items[0], scores[0])) {
      down(item, score, size);
    }
  }

  /** Empties the heap, best first. */
  void drain(Sink out) {
    int count = size;
    for (int at = count - 1; at > 0; at--) {
      int worst = items[0];
      double worstScore = scores[0];
      down(items[at], scores[at], at);
      items[at] = worst;
      scores[at] = worstScore;
    }
    size = 0;
    for (int at = 0; at < count; at++) {
      out.accept(at, items[at], scores[at]);
    }
  }

  private static boolean better(int item, double score, int other, double otherScore) {
    return score != otherScore ? score > otherScore : item < other;
  }

  private void up(int at, int item, double score) {
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!better(items[parent], scores[parent], item, score)) {
        break;
      }
      items[at] = items[parent];
      scores[at] = scores[parent];
      at = parent;
    }
    items[at] = item;
    scores[at] = score;
  }

  /** Puts an entry in the place of the top, in a heap of {@code limit} entries. */
  private void down(int item, double score, int limit) {
    int at = 0;
    while (2 * at + 1 < limit) {
      int child = 2 * at + 1;
      if (child + 1 < limit
          && better(items[child], scores[child], items[child + 1], scores[child + 1])) {
        child++;
      }
      if (!better(item, score, items[child], scores[child])) {
        break;
      }
      items[at] = items[child];
      scores[at] = scores[child];
      at = child;
    }
    items[at] = item;
    scores[at] = score;
  }
}
