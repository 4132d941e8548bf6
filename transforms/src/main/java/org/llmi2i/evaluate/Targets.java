package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The relevant items of a user, or those of one slice, with the price of each that has one. */
final class Targets {
  private final Map<String, @Nullable Double> prices = new HashMap<>();
  private boolean isPriced;

  void add(String itemId, @Nullable Double price) {
    prices.put(itemId, price);
    isPriced |= orZero(price) > 0;
  }

  int size() {
    return prices.size();
  }

  /** Whether any has a price above 0. */
  boolean isPriced() {
    return isPriced;
  }

  /**
   * Where they stand in a list.
   *
   * @param ranks the place of an item in it, from 1; 0 if it is not in it
   */
  Hits in(ToIntFunction<String> ranks) {
    List<Hits.Hit> hits = new ArrayList<>();
    prices.forEach(
        (item, price) -> {
          int rank = ranks.applyAsInt(item);
          if (rank > 0) {
            hits.add(new Hits.Hit(rank, orZero(price)));
          }
        });
    hits.sort(Comparator.comparingInt(Hits.Hit::rank));
    return new Hits(hits, prices.size(), worth());
  }

  private double worth() {
    if (!isPriced) {
      return 0;
    }
    // Sorted, so that the sum is the same to the last bit in whatever order the items came.
    return prices.values().stream().mapToDouble(Targets::orZero).sorted().sum();
  }

  private static double orZero(@Nullable Double price) {
    return price == null ? 0 : price;
  }
}
