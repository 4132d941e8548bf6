package org.llmi2i.evaluate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.llmi2i.cooccurrence.NeighborRow;

/**
 * What an I2I table recommends to a user, and how good that is.
 *
 * <p>Candidates are the neighbors of the user's trigger items; a candidate's score is the sum of
 * its scores in their rows; what the user has is left out; ties are broken by item id.
 */
final class RankedList {
  private final List<String> items;

  RankedList(List<String> items) {
    this.items = List.copyOf(items);
  }

  /**
   * Recommends.
   *
   * @param triggers the items that the user turned to last
   * @param seen every item of the user
   * @param table rows by their item
   * @param length of the list, at most
   */
  static RankedList of(
      List<String> triggers, Set<String> seen, Map<String, NeighborRow> table, int length) {
    Map<String, Double> scores = new HashMap<>();
    for (String trigger : triggers) {
      NeighborRow row = table.get(trigger);
      if (row != null) {
        for (NeighborRow.Entry entry : row.neighbors()) {
          if (!seen.contains(entry.itemId())) {
            scores.merge(entry.itemId(), entry.score(), Double::sum);
          }
        }
      }
    }
    return new RankedList(
        scores.entrySet().stream()
            .sorted(
                Comparator.comparingDouble((Map.Entry<String, Double> entry) -> entry.getValue())
                    .reversed()
                    .thenComparing(Map.Entry::getKey))
            .limit(length)
            .map(Map.Entry::getKey)
            .toList());
  }

  List<String> items() {
    return items;
  }

  /** The share of the relevant items that are among the first k; NaN if none is relevant. */
  double recall(Set<String> relevant, int k) {
    return relevant.isEmpty() ? Double.NaN : (double) hits(relevant, k) / relevant.size();
  }

  /**
   * The discounted gain of the first k, {@code sum 1 / log2(rank + 1)} over hits, as a share of the
   * best that is possible with min(relevant, k) hits; NaN if none is relevant.
   */
  double ndcg(Set<String> relevant, int k) {
    if (relevant.isEmpty()) {
      return Double.NaN;
    }
    double gain = 0;
    double ideal = 0;
    for (int rank = 1; rank <= k; rank++) {
      double discounted = Math.log(2) / Math.log(rank + 1.0);
      if (rank <= items.size() && relevant.contains(items.get(rank - 1))) {
        gain += discounted;
      }
      if (rank <= relevant.size()) {
        ideal += discounted;
      }
    }
    return gain / ideal;
  }

  private long hits(Set<String> relevant, int k) {
    return items.stream().limit(k).filter(relevant::contains).count();
  }
}
