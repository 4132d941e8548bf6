package org.llmi2i.evaluate;

/**
 * An I2I table, or a part of one, in memory: 12 bytes an entry, and every id once. Items are
 * numbered in the order of their ids. {@link TableEntries} makes it.
 */
public final class TableIndex {
  private final IdNumbers ids;

  /** Where the row of each item begins; it ends where the next one does. */
  private final int[] starts;

  private final int[] neighbors;
  private final double[] scores;

  /**
   * A table.
   *
   * @param ids numbered in their order
   * @param starts one more than ids
   */
  TableIndex(IdNumbers ids, int[] starts, int[] neighbors, double[] scores) {
    this.ids = ids;
    this.starts = starts;
    this.neighbors = neighbors;
    this.scores = scores;
  }

  IdNumbers ids() {
    return ids;
  }

  int[] starts() {
    return starts;
  }

  int[] neighbors() {
    return neighbors;
  }

  double[] scores() {
    return scores;
  }
}
