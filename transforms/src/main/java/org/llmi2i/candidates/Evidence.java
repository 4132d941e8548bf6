package org.llmi2i.candidates;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.llmi2i.cooccurrence.NeighborRow;

/** What a user's items say for target items that the user does not have. */
final class Evidence {
  private Evidence() {}

  /**
   * What each of a target's related items says for it: its share of the row.
   *
   * @param floor the score that says nothing; what is above it is shared
   * @param weight of the row: what all shares add up to
   * @return rows of one target each, by related item
   */
  static List<NeighborRow> shares(NeighborRow target, double floor, double weight) {
    double sum = 0;
    for (int at = 0; at < target.size(); at++) {
      sum += Math.max(0, target.score(at) - floor);
    }
    List<NeighborRow> shares = new ArrayList<>();
    for (NeighborRow.Entry related : target.neighbors()) {
      if (related.score() > floor) {
        double share = weight * (related.score() - floor) / sum;
        shares.add(
            new NeighborRow(
                related.itemId(), List.of(new NeighborRow.Entry(target.itemId(), share, 0))));
      }
    }
    return shares;
  }

  /**
   * One row an item, its targets in any order.
   *
   * @param shares of a row of titles and of one of co-occurrence: at most two for an item and a
   *     target, whose sum is the same in either order
   */
  static List<NeighborRow> gather(Iterable<List<NeighborRow>> shares) {
    Map<String, Map<String, Double>> byItem = new HashMap<>();
    for (List<NeighborRow> pack : shares) {
      for (NeighborRow row : pack) {
        Map<String, Double> targets = byItem.computeIfAbsent(row.itemId(), item -> new HashMap<>());
        row.neighbors()
            .forEach(target -> targets.merge(target.itemId(), target.score(), Double::sum));
      }
    }
    List<NeighborRow> rows = new ArrayList<>(byItem.size());
    byItem.forEach(
        (item, targets) -> {
          List<NeighborRow.Entry> entries = new ArrayList<>(targets.size());
          targets.forEach((target, sum) -> entries.add(new NeighborRow.Entry(target, sum, 0)));
          rows.add(new NeighborRow(item, entries));
        });
    return rows;
  }

  /**
   * The evidence of a user for every target that one of their items says something for.
   *
   * @param known the user's items
   * @param targetsByItem what each item says for which targets
   */
  static Map<String, Double> of(Set<String> known, Map<String, NeighborRow> targetsByItem) {
    Map<String, Double> evidence = new HashMap<>();
    // Sorted, so that the sums are the same to the last bit whatever the order of the log.
    for (String item : new TreeSet<>(known)) {
      NeighborRow row = targetsByItem.get(item);
      if (row != null) {
        for (NeighborRow.Entry target : row.neighbors()) {
          if (!known.contains(target.itemId())) {
            evidence.merge(target.itemId(), target.score(), Double::sum);
          }
        }
      }
    }
    return evidence;
  }
}
