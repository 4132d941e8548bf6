package org.llmi2i.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;

/** The places that items have in the lists of all users, for each table and length of list. */
final class Places {
  private final Map<String, int[]> counts;
  private final int columns;

  /**
   * Nothing yet.
   *
   * @param columns how many counts an item has
   */
  Places(int columns) {
    this(columns, new HashMap<>());
  }

  Places(int columns, Map<String, int[]> counts) {
    this.columns = columns;
    this.counts = counts;
  }

  int columns() {
    return columns;
  }

  Map<String, int[]> counts() {
    return counts;
  }

  /** Adds to the counts of an item, from a column on. */
  void add(String itemId, int column, int... more) {
    int[] count = counts.computeIfAbsent(itemId, item -> new int[columns]);
    for (int at = 0; at < more.length; at++) {
      count[column + at] += more[at];
    }
  }

  void add(Places other) {
    other.counts.forEach(
        (item, added) -> {
          int[] sum = counts.computeIfAbsent(item, key -> new int[columns]);
          for (int column = 0; column < columns; column++) {
            sum[column] += added[column];
          }
        });
  }

  /**
   * How the places of the lists are shared out among the items that train or the catalogue knows;
   * what only a table knows is left out. NaN where there is no item, or no place.
   *
   * @param coverage the share of items that stand in any list
   * @param gini 0 if all items stand in as many lists, near 1 if few items have all places; items
   *     that are never recommended count as 0 (Fleder and Hosanagar, "Blockbuster culture's next
   *     rise or fall", 2009)
   * @param tailShare the share of places that tail items have
   */
  record Shares(double coverage, double gini, double tailShare) {}

  Shares shares(int column, Map<String, ItemStatistics> catalog) {
    long[] places = new long[catalog.size()];
    long tail = 0;
    int item = 0;
    for (ItemStatistics statistics : catalog.values()) {
      int[] counted = counts.get(statistics.getItemId());
      long count = counted == null ? 0 : counted[column];
      places[item++] = count;
      tail += statistics.getItemClass() == ItemClass.TAIL ? count : 0;
    }
    Arrays.sort(places);
    double all = Arrays.stream(places).sum();
    double met = Arrays.stream(places).filter(count -> count > 0).count();
    double ranked = 0;
    for (int i = 0; i < places.length; i++) {
      ranked += (2.0 * (i + 1) - places.length - 1) * places[i];
    }
    return new Shares(met / places.length, ranked / (places.length * all), tail / all);
  }
}
