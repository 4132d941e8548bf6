package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The relevant items of a user, or those of one slice, with the price of each that has one. */
final class Targets {
  private final Map<String, @Nullable Double> prices = new HashMap<>();

  void add(String itemId, @Nullable Double price) {
    prices.put(itemId, price);
  }

  int size() {
    return prices.size();
  }

  /** Whether any has a price above 0. */
  boolean isPriced() {
    return worth() > 0;
  }

  /** Where they stand in a list. */
  Hits in(List<String> list) {
    List<Hits.Hit> hits = new ArrayList<>();
    if (prices.isEmpty()) {
      return new Hits(hits, 0, 0);
    }
    for (int at = 0; at < list.size(); at++) {
      String item = list.get(at);
      if (prices.containsKey(item)) {
        hits.add(new Hits.Hit(at + 1, orZero(prices.get(item))));
      }
    }
    return new Hits(hits, prices.size(), worth());
  }

  private double worth() {
    // Sorted, so that the sum is the same to the last bit in whatever order the items came.
    return prices.values().stream().mapToDouble(Targets::orZero).sorted().sum();
  }

  private static double orZero(@Nullable Double price) {
    return price == null ? 0 : price;
  }
}
