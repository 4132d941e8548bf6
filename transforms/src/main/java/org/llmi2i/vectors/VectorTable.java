package org.llmi2i.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.llmi2i.cooccurrence.NeighborRow;

/** Makes an I2I table of the items' vectors. */
final class VectorTable {
  private VectorTable() {}

  /**
   * The rows of all items that have a neighbor, in the order of their ids. A neighbor's score is
   * the cosine, above 0; its support the number of users of both.
   *
   * @param vectors by the items' numbers, each of length 1
   * @param k neighbors an item, at most
   */
  static void rows(TrainingLog log, float[][] vectors, int k, Consumer<NeighborRow> out) {
    Map<String, float[]> byId = new TreeMap<>();
    Map<String, Integer> numbers = new TreeMap<>();
    for (int item = 0; item < log.items(); item++) {
      byId.put(log.itemId(item), vectors[item]);
      numbers.put(log.itemId(item), item);
    }
    NearestVectors search = new NearestVectors(byId);
    int[][] itemUsers = log.itemUsers();
    boolean[] hasItem = new boolean[log.users()];
    for (int item = 0; item < log.items(); item++) {
      mark(hasItem, itemUsers[item], true);
      List<NeighborRow.Entry> entries = new ArrayList<>();
      for (NearestVectors.Near near : search.of(vectors[item], log.itemId(item), k)) {
        if (near.similarity() > 0) {
          int[] users = itemUsers[numbers.get(near.itemId())];
          entries.add(
              new NeighborRow.Entry(near.itemId(), near.similarity(), count(hasItem, users)));
        }
      }
      mark(hasItem, itemUsers[item], false);
      if (!entries.isEmpty()) {
        out.accept(new NeighborRow(log.itemId(item), entries));
      }
    }
  }

  private static void mark(boolean[] marks, int[] places, boolean mark) {
    for (int place : places) {
      marks[place] = mark;
    }
  }

  private static long count(boolean[] marks, int[] places) {
    long count = 0;
    for (int place : places) {
      count += marks[place] ? 1 : 0;
    }
    return count;
  }
}
