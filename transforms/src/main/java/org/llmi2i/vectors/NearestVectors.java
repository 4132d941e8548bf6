package org.llmi2i.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Exact search for the nearest items, by the inner product of their vectors. Holds the vectors of
 * all: 4 bytes a dimension.
 */
public final class NearestVectors {
  private final String[] items;
  private final float[][] vectors;

  /** Searches among these items; each vector of length 1. */
  public NearestVectors(Map<String, float[]> vectors) {
    TreeMap<String, float[]> sorted = new TreeMap<>(vectors);
    this.items = sorted.keySet().toArray(String[]::new);
    this.vectors = sorted.values().toArray(float[][]::new);
  }

  /** An item and how similar it is. */
  public record Near(String itemId, double similarity) {}

  /**
   * The nearest items, nearest first, ties by item id.
   *
   * @param without an item that does not count, as its own nearest
   */
  public List<Near> of(float[] vector, String without, int count) {
    PriorityQueue<Near> worstFirst =
        new PriorityQueue<>(
            (a, b) ->
                a.similarity() != b.similarity()
                    ? Double.compare(a.similarity(), b.similarity())
                    : b.itemId().compareTo(a.itemId()));
    for (int i = 0; i < items.length; i++) {
      double similarity = product(vector, vectors[i]);
      boolean full = worstFirst.size() == count;
      // Items come in the order of their ids, so that of equals the one kept first is right.
      if (full && similarity <= worstFirst.peek().similarity()) {
        continue;
      }
      if (!items[i].equals(without)) {
        if (full) {
          worstFirst.poll();
        }
        worstFirst.add(new Near(items[i], similarity));
      }
    }
    List<Near> nearest = new ArrayList<>(worstFirst.size());
    while (!worstFirst.isEmpty()) {
      nearest.add(0, worstFirst.poll());
    }
    return nearest;
  }

  private static float product(float[] a, float[] b) {
    // Four sums side by side, so that the processor need not wait for each addition.
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
