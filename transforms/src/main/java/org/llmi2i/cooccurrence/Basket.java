package org.llmi2i.cooccurrence;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.shards.StableHash;

/**
 * What of a history counts in a similarity: each item once, with the greatest weight it has there.
 */
final class Basket {
  private final String userId;
  private final String[] items;
  private final double[] weights;

  private Basket(String userId, String[] items, double[] weights) {
    this.userId = userId;
    this.items = items;
    this.weights = weights;
  }

  /**
   * The basket of a history, unless it has too few items, or too many and these are dropped.
   *
   * @param dropExcess whether a user of more than max items is left out; else a draw of theirs
   *     stays
   * @param seed draws the items that remain of too many, by hash, not by order
   */
  static Optional<Basket> of(History history, int min, int max, boolean dropExcess, long seed) {
    TreeMap<String, Double> weights = new TreeMap<>();
    for (Event event : history.events()) {
      weights.merge(event.itemId(), event.weight(), Math::max);
    }
    if (weights.size() < min || (weights.size() > max && dropExcess)) {
      return Optional.empty();
    }
    if (weights.size() > max) {
      List<String> drawn =
          weights.keySet().stream()
              .sorted(
                  Comparator.comparingLong(
                          (String item) -> StableHash.of(seed, history.userId(), item))
                      .thenComparing(Comparator.naturalOrder()))
              .limit(max)
              .toList();
      weights.keySet().retainAll(Set.copyOf(drawn));
    }
    return Optional.of(of(history.userId(), weights));
  }

  private static Basket of(String userId, Map<String, Double> weights) {
    return new Basket(
        userId,
        weights.keySet().toArray(String[]::new),
        weights.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  String userId() {
    return userId;
  }

  int size() {
    return items.length;
  }

  /** The item at a place; items are distinct and sorted by id. */
  String item(int at) {
    return items[at];
  }

  double weight(int at) {
    return weights[at];
  }

  boolean unitWeights() {
    return Arrays.stream(weights).allMatch(weight -> weight == 1);
  }
}
