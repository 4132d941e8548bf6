package org.llmi2i.pipelines.marketplace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Fills the baskets of one user, in the order of time. */
final class Shopper {
  private static final double ANOTHER_IN_BASKET = 0.6;
  private static final int MAX_BASKET = 12;
  private static final int TRIES = 24;
  private static final double ANOTHER_PIECE = 0.2;
  private static final int MAX_QUANTITY = 12;

  private final Assortment assortment;
  private final double noiseShare;
  private final SplittableRandom random;
  private final Taste taste;
  private final Set<Integer> owned = new HashSet<>();

  /**
   * One item in a basket.
   *
   * @param time the share of the period that has passed
   * @param noise whether it was taken regardless of taste
   */
  record Purchase(int item, double time, int quantity, boolean noise) {}

  Shopper(Assortment assortment, double noiseShare, SplittableRandom random) {
    this.assortment = assortment;
    this.noiseShare = noiseShare;
    this.random = random;
    this.taste = new Taste(assortment, random);
  }

  /** As many purchases as asked for; those of one basket share their time. */
  List<Purchase> shop(int count) {
    int[] baskets = basketSizes(count);
    double[] times = random.doubles(baskets.length).sorted().toArray();
    List<Purchase> purchases = new ArrayList<>(count);
    for (int basket = 0; basket < baskets.length; basket++) {
      int favourite = taste.drawFavourite();
      for (int i = 0; i < baskets[basket]; i++) {
        purchases.add(purchase(favourite, times[basket]));
      }
    }
    return purchases;
  }

  private int[] basketSizes(int count) {
    int[] sizes = new int[count];
    int baskets = 0;
    for (int left = count; left > 0; left -= sizes[baskets++]) {
      int size = 1 + Randoms.geometric(ANOTHER_IN_BASKET, MAX_BASKET - 1, random);
      sizes[baskets] = Math.min(left, size);
    }
    return Arrays.copyOf(sizes, baskets);
  }

  private Purchase purchase(int favourite, double time) {
    boolean noise = random.nextDouble() < noiseShare;
    int item = noise ? anyItem(time) : newItem(favourite, time);
    owned.add(item);
    int quantity = 1 + Randoms.geometric(ANOTHER_PIECE, MAX_QUANTITY - 1, random);
    return new Purchase(item, time, quantity, noise);
  }

  private int newItem(int favourite, double time) {
    for (int vain = 0; vain < TRIES; vain++) {
      int item = taste.pick(favourite, vain);
      if (assortment.onSale(item, time) && !owned.contains(item)) {
        return item;
      }
    }
    // Who owns nearly all there is buys some of it again.
    int item = taste.pick(favourite, TRIES);
    return assortment.onSale(item, time) ? item : anyItem(time);
  }

  private int anyItem(double time) {
    int item;
    do {
      item = random.nextInt(assortment.size());
    } while (!assortment.onSale(item, time));
    return item;
  }
}
