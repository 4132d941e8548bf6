package org.llmi2i.cooccurrence;

import java.util.HashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * All items of a log, numbered from 0 in the order of their ids, with what all users say of each.
 * Every worker holds it: about 60 bytes an item and its id, about 120 where items are looked up.
 */
final class ItemIndex {
  private final String[] ids;
  private final double[] norms;
  private final long users;
  private final BasketSizes sizes;
  private @Nullable Map<String, Integer> numbers;

  /**
   * An index.
   *
   * @param ids distinct and sorted
   * @param norms each item's sum of squared weights over its users
   * @param users how many users count
   * @param sizes how many baskets have how many items
   */
  ItemIndex(String[] ids, double[] norms, long users, BasketSizes sizes) {
    this.ids = ids;
    this.norms = norms;
    this.users = users;
    this.sizes = sizes;
  }

  int size() {
    return ids.length;
  }

  String id(int item) {
    return ids[item];
  }

  double norm(int item) {
    return norms[item];
  }

  long users() {
    return users;
  }

  BasketSizes sizes() {
    return sizes;
  }

  /** The number of an item that the log knows. */
  int number(String id) {
    if (numbers == null) {
      Map<String, Integer> filling = new HashMap<>(2 * ids.length);
      for (int item = 0; item < ids.length; item++) {
        filling.put(ids[item], item);
      }
      numbers = filling;
    }
    return numbers.get(id);
  }
}
