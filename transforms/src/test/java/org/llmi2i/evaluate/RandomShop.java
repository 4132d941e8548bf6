package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A small shop of which everything that is awkward to measure is likely: users without a holdout,
 * without a train log and without anything new in the holdout, histories with repeats and with more
 * items than there are triggers, items without a row, with an empty row and without a price, items
 * that only the catalogue, only a table or only the holdout knows, and lists of more candidates
 * than are looked at, most of which are tied.
 *
 * @param train the items of each user, oldest first
 * @param holdout the same, afterwards
 * @param catalog the items that train or the catalogue knows
 * @param tables for each table, the scores of each item's neighbors
 */
record RandomShop(
    Map<String, List<String>> train,
    Map<String, List<String>> holdout,
    Map<String, Listed> catalog,
    List<Map<String, Map<String, Double>>> tables) {

  /** How an item is classified. */
  enum Share {
    HEAD,
    TAIL,
    COLD
  }

  /**
   * An item of the catalogue.
   *
   * @param price 0 if it has none
   */
  record Listed(Share share, double price) {}

  /** A shop, whose seed also decides how large it is. */
  static RandomShop of(long seed, int tables) {
    Random random = new Random(seed);
    List<String> items = new ArrayList<>();
    for (int item = 0; item < 4 + random.nextInt(4) * random.nextInt(80); item++) {
      items.add("i" + item);
    }
    Collections.shuffle(items, random);
    int catalogued = 1 + random.nextInt(items.size());

    Map<String, List<String>> train = new TreeMap<>();
    Map<String, List<String>> holdout = new TreeMap<>();
    Set<String> bought = new HashSet<>();
    for (int user = 0; user < 2 + random.nextInt(20); user++) {
      if (random.nextInt(8) > 0) {
        List<String> history =
            some(items.subList(0, catalogued), 1 + random.nextInt(1 + random.nextInt(40)), random);
        train.put("u" + user, history);
        bought.addAll(history);
      }
      if (random.nextInt(5) > 0) {
        List<String> again = train.getOrDefault("u" + user, items);
        List<String> from = random.nextInt(6) == 0 ? again : items;
        holdout.put("u" + user, some(from, 1 + random.nextInt(12), random));
      }
    }

    Map<String, Listed> catalog = new HashMap<>();
    boolean prices = random.nextInt(8) > 0;
    for (String item : items.subList(0, catalogued)) {
      Share sold = random.nextBoolean() ? Share.HEAD : Share.TAIL;
      double price = prices && random.nextInt(3) > 0 ? random.nextInt(2000) / 100.0 : 0;
      catalog.put(item, new Listed(bought.contains(item) ? sold : Share.COLD, price));
    }

    List<Map<String, Map<String, Double>>> all = new ArrayList<>();
    for (int table = 0; table < tables; table++) {
      all.add(table(items, random));
    }
    return new RandomShop(train, holdout, catalog, all);
  }

  /** Scores are multiples of 1/64, so that sums are exact in any order, and equal ones equal. */
  private static Map<String, Map<String, Double>> table(List<String> items, Random random) {
    int values = random.nextBoolean() ? 3 : 1000;
    int least = random.nextInt(4) == 0 ? -1 : 1;
    Map<String, Map<String, Double>> rows = new HashMap<>();
    for (String item : items) {
      if (random.nextInt(4) > 0) {
        Map<String, Double> row = new HashMap<>();
        for (String neighbor : some(items, random.nextInt(40), random)) {
          row.put(neighbor, (least + random.nextInt(values)) / 64.0);
        }
        row.remove(item);
        rows.put(item, row);
      }
    }
    return rows;
  }

  private static List<String> some(List<String> items, int count, Random random) {
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(items.get(random.nextInt(items.size())));
    }
    return drawn;
  }
}
