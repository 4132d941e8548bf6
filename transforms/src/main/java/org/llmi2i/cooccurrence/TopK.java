package org.llmi2i.cooccurrence;

/**
 * The k best of a stream of scored items, on primitives: a heap with the worst kept entry on top.
 * Better is the higher score, then the smaller item; the order of arrival does not matter.
 */
final class TopK {
  private final int[] items;
  private final double[] scores;
  private int size;

  TopK(int k) {
    items = new int[k];
    scores = new double[k];
  }

  void offer(int item, double score) {
    if (size < items.length) {
      up(size++, item, score);
    } else if (better(item, score, items[0], scores[0])) {
      down(item, score, size);
    }
  }

  /** Empties the heap into the arrays, best first, and returns how many there were. */
  int drain(int[] itemsOut, double[] scoresOut) {
    int count = size;
    for (int at = count - 1; at >= 0; at--) {
      itemsOut[at] = items[0];
      scoresOut[at] = scores[0];
      down(items[at], scores[at], at);
    }
    size = 0;
    return count;
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
