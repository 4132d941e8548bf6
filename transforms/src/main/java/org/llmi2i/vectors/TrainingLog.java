package org.llmi2i.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

/**
 * What of a log a model learns from, as numbers: of every user each item once, in the order in
 * which the user first met them, with the greatest weight it has there.
 *
 * <p>Users of a single item say nothing of what goes together and are left out; so are items that
 * only they have. Users and items are numbered by their ids, so that the log is the same in
 * whatever order the histories came. Takes about 16 bytes a user's item.
 */
final class TrainingLog {
  private final String[] users;
  private final String[] items;
  private final int[] starts;
  private final int[] pairItems;

  /** The items of each user, ascending. */
  private final int[] sortedItems;

  private final float[] pairWeights;

  private TrainingLog(
      String[] users, String[] items, int[] starts, int[] pairItems, float[] pairWeights) {
    this.users = users;
    this.items = items;
    this.starts = starts;
    this.pairItems = pairItems;
    this.pairWeights = pairWeights;
    sortedItems = pairItems.clone();
    for (int user = 0; user < users.length; user++) {
      Arrays.sort(sortedItems, starts[user], starts[user + 1]);
    }
  }

  /** One user while the log is read; items by number of arrival. */
  private static final class Basket {
    private final String userId;
    private final int[] items;
    private final float[] weights;

    Basket(String userId, int items) {
      this.userId = userId;
      this.items = new int[items];
      this.weights = new float[items];
    }
  }

  /** The log of these histories, one a user, in any order. The packs are read once. */
  static TrainingLog of(Iterable<List<History>> packs) {
    Map<String, Integer> arrivals = new HashMap<>();
    List<Basket> baskets = new ArrayList<>();
    for (List<History> pack : packs) {
      for (History history : pack) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (Event event : history.events()) {
          weights.merge(event.itemId(), event.weight(), Math::max);
        }
        if (weights.size() > 1) {
          baskets.add(basket(history.userId(), weights, arrivals));
        }
      }
    }
    baskets.sort(Comparator.comparing((Basket basket) -> basket.userId));
    String[] items = arrivals.keySet().toArray(String[]::new);
    Arrays.sort(items);
    int[] numbers = new int[items.length];
    for (int number = 0; number < items.length; number++) {
      numbers[arrivals.get(items[number])] = number;
    }
    return of(items, baskets, numbers);
  }

  private static Basket basket(
      String userId, Map<String, Double> weights, Map<String, Integer> arrivals) {
    Basket basket = new Basket(userId, weights.size());
    int at = 0;
    for (Map.Entry<String, Double> item : weights.entrySet()) {
      basket.items[at] = arrivals.computeIfAbsent(item.getKey(), id -> arrivals.size());
      basket.weights[at++] = item.getValue().floatValue();
    }
    return basket;
  }

  private static TrainingLog of(String[] items, List<Basket> baskets, int[] numbers) {
    int[] starts = new int[baskets.size() + 1];
    for (int user = 0; user < baskets.size(); user++) {
      starts[user + 1] = Math.addExact(starts[user], baskets.get(user).items.length);
    }
    int[] pairItems = new int[starts[baskets.size()]];
    float[] pairWeights = new float[pairItems.length];
    for (int user = 0; user < baskets.size(); user++) {
      Basket basket = baskets.get(user);
      for (int at = 0; at < basket.items.length; at++) {
        pairItems[starts[user] + at] = numbers[basket.items[at]];
        pairWeights[starts[user] + at] = basket.weights[at];
      }
    }
    String[] users = baskets.stream().map(basket -> basket.userId).toArray(String[]::new);
    return new TrainingLog(users, items, starts, pairItems, pairWeights);
  }

  int users() {
    return users.length;
  }

  int items() {
    return items.length;
  }

  String userId(int user) {
    return users[user];
  }

  /** The id of an item; numbers ascend as ids do. */
  String itemId(int item) {
    return items[item];
  }

  /** How many items all users have together. */
  int pairs() {
    return pairItems.length;
  }

  /** The first pair of a user; that of the number of users is the end. */
  int start(int user) {
    return starts[user];
  }

  int item(int pair) {
    return pairItems[pair];
  }

  /** Whether a user has an item. */
  boolean has(int user, int item) {
    return Arrays.binarySearch(sortedItems, starts[user], starts[user + 1], item) >= 0;
  }

  float weight(int pair) {
    return pairWeights[pair];
  }

  /** The mean weight of the pairs. */
  double meanWeight() {
    double sum = 0;
    for (float weight : pairWeights) {
      sum += weight;
    }
    return sum / pairWeights.length;
  }

  /** The user of each pair. */
  int[] pairUsers() {
    int[] users = new int[pairs()];
    for (int user = 0; user < users(); user++) {
      Arrays.fill(users, starts[user], starts[user + 1], user);
    }
    return users;
  }

  /** The users of each item, ascending. */
  int[][] itemUsers() {
    int[] counts = new int[items()];
    for (int item : pairItems) {
      counts[item]++;
    }
    int[][] itemUsers = new int[items()][];
    Arrays.setAll(itemUsers, item -> new int[counts[item]]);
    Arrays.fill(counts, 0);
    for (int user = 0; user < users(); user++) {
      for (int pair = starts[user]; pair < starts[user + 1]; pair++) {
        int item = pairItems[pair];
        itemUsers[item][counts[item]++] = user;
      }
    }
    return itemUsers;
  }
}
