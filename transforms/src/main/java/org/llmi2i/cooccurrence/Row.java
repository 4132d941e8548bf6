package org.llmi2i.cooccurrence;

import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The row of one item while it grows: a sparse accumulator over the items of a block. */
public final class Row {
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
    if (supports[neighbor]++ == 0) {
      if (size == touched.length) {
        touched = Arrays.copyOf(touched, size * 2);
      }
      touched[size++] = neighbor;
    }
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
      if (sums != null) {
        sums[touched[i]] = 0;
      }
      supports[touched[i]] = 0;
    }
    size = 0;
  }
}
