package org.llmi2i.cooccurrence;

import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The row of one item while it grows: a sparse accumulator over the items of a block. */
public class Row {
  private final int[] supports;
  private final double @Nullable [] sums;
  private int[] touched = new int[256];
  private int size;

  /**
   * An empty row.
   *
   * @param countsOnly whether nothing will be added, and sums are the counts
   */
  Row(int items, boolean countsOnly) {
    sums = countsOnly ? null : new double[items];
    supports = new int[items];
  }

  /** Counts one user of both items. */
  public void count(int neighbor) {
    count(neighbor, 1);
  }

  /**
   * Counts one user of the item and of each of these neighbors.
   *
   * @param from the place of the first in {@code neighbors}
   * @param to the place behind the last
   */
  void count(int[] neighbors, int from, int to) {
    if (size + to - from > touched.length) {
      touched = Arrays.copyOf(touched, Math.max(size + to - from, size * 2));
    }
    // A new neighbor is foretold by nothing, so there is no branch for it.
    int[] counts = supports;
    int[] seen = touched;
    int end = size;
    for (int at = from; at < to; at++) {
      int neighbor = neighbors[at];
      int before = counts[neighbor]++;
      seen[end] = neighbor;
      end += before == 0 ? 1 : 0;
    }
    size = end;
  }

  /** Counts so many users of both items. */
  void count(int neighbor, int users) {
    if (supports[neighbor] == 0) {
      if (size == touched.length) {
        touched = Arrays.copyOf(touched, size * 2);
      }
      touched[size++] = neighbor;
    }
    supports[neighbor] = Math.addExact(supports[neighbor], users);
  }

  /** Adds to a neighbor that was counted. */
  public void add(int neighbor, double value) {
    sums[neighbor] += value;
  }

  int size() {
    return size;
  }

  int neighbor(int at) {
    return touched[at];
  }

  double sum(int neighbor) {
    return sums == null ? supports[neighbor] : sums[neighbor];
  }

  int support(int neighbor) {
    return supports[neighbor];
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      supports[touched[i]] = 0;
    }
    for (int i = 0; sums != null && i < size; i++) {
      sums[touched[i]] = 0;
    }
    size = 0;
  }
}
