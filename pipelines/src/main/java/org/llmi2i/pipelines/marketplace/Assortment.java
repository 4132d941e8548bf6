package org.llmi2i.pipelines.marketplace;

import java.util.SplittableRandom;

/**
 * The items of a marketplace, column by column: what they are, when they are on sale and how
 * popular they are.
 *
 * <p>A cell is a theme within a category, a family is a product noun within a category. Both hold
 * items that suit the same users.
 */
final class Assortment {
  private static final double POPULARITY_EXPONENT = 0.9;
  // Flattens the very top, where a plain Zipf curve would give one item a tenth of all sales.
  private static final double POPULARITY_OFFSET = 2;
  private static final double PRICE_SPREAD = 0.3;
  private static final double LAUNCHED_LATER_SHARE = 0.3;
  private static final double SOLD_OUT_SHARE = 0.1;
  private static final int MIN_ITEMS_PER_CATEGORY = 40;
  private static final int MIN_ITEMS_PER_CELL = 12;

  private final Vocabulary vocabulary;
  private final int themesPerCategory;
  private final int familiesPerCategory;
  private final int[] category;
  private final int[] cell;
  private final int[] family;
  private final float[] launch;
  private final float[] end;
  private final double[] price;
  private final WeightedGroups byCell;
  private final WeightedGroups byFamily;
  private final WeightedGroups byCategory;
  private final WeightedGroups all;
  private final WeightedGroups cellsByTheme;

  Assortment(Vocabulary vocabulary, int items, SplittableRandom random) {
    this.vocabulary = vocabulary;
    int categories = clamp(items / MIN_ITEMS_PER_CATEGORY, vocabulary.categories().size());
    themesPerCategory =
        clamp(items / (categories * MIN_ITEMS_PER_CELL), vocabulary.themes().size());
    familiesPerCategory =
        vocabulary.categories().stream().mapToInt(c -> c.products().size()).max().orElseThrow();
    category = new int[items];
    cell = new int[items];
    family = new int[items];
    launch = new float[items];
    end = new float[items];
    price = new double[items];
    for (int item = 0; item < items; item++) {
      describe(item, random.nextInt(categories), random);
    }
    // Something must be on sale at any time.
    launch[0] = 0;
    end[0] = 1;
    double[] popularity = popularity(items, random);
    byCell = new WeightedGroups(categories * themesPerCategory, cell, popularity);
    byFamily = new WeightedGroups(categories * familiesPerCategory, family, popularity);
    byCategory = new WeightedGroups(categories, category, popularity);
    all = WeightedGroups.ofAll(popularity);
    cellsByTheme = cellsByTheme(categories * themesPerCategory);
  }

  private WeightedGroups cellsByTheme(int cells) {
    int[] themes = new int[cells];
    double[] weights = new double[cells];
    for (int number = 0; number < cells; number++) {
      themes[number] = themeOfCell(number);
      weights[number] = byCell.weight(number);
    }
    return new WeightedGroups(vocabulary.themes().size(), themes, weights);
  }

  private void describe(int item, int itemCategory, SplittableRandom random) {
    int noun = random.nextInt(vocabulary.categories().get(itemCategory).products().size());
    category[item] = itemCategory;
    cell[item] = itemCategory * themesPerCategory + random.nextInt(themesPerCategory);
    family[item] = itemCategory * familiesPerCategory + noun;
    price[item] = product(item).medianPrice() * Randoms.logNormal(PRICE_SPREAD, random);
    launch[item] = random.nextDouble() < LAUNCHED_LATER_SHARE ? (float) random.nextDouble() : 0;
    end[item] =
        random.nextDouble() < SOLD_OUT_SHARE
            ? launch[item] + (1 - launch[item]) * (float) random.nextDouble()
            : 1;
  }

  private static double[] popularity(int items, SplittableRandom random) {
    double[] popularity = new double[items];
    for (int item = 0; item < items; item++) {
      popularity[item] = 1 / StrictMath.pow(item + 1 + POPULARITY_OFFSET, POPULARITY_EXPONENT);
    }
    // Shuffled, or an item's number would give its popularity away.
    for (int item = items - 1; item > 0; item--) {
      int other = random.nextInt(item + 1);
      double weight = popularity[item];
      popularity[item] = popularity[other];
      popularity[other] = weight;
    }
    return popularity;
  }

  private static int clamp(int value, int most) {
    return Math.max(1, Math.min(value, most));
  }

  int size() {
    return cell.length;
  }

  int categoryOfCell(int cellNumber) {
    return cellNumber / themesPerCategory;
  }

  int cellOf(int item) {
    return cell[item];
  }

  /** A cell of the same theme, mostly of another category. */
  int cellOfSameTheme(int cellNumber, SplittableRandom random) {
    return cellsByTheme.draw(themeOfCell(cellNumber), random);
  }

  /** The number of the theme of a cell; a theme runs through several categories. */
  private int themeOfCell(int cellNumber) {
    // Categories start at different themes, so that few themes a category are still many in all.
    int start = categoryOfCell(cellNumber) * 5;
    return (start + cellNumber % themesPerCategory) % vocabulary.themes().size();
  }

  int familyOf(int item) {
    return family[item];
  }

  Vocabulary.Theme theme(int item) {
    return vocabulary.themes().get(themeOfCell(cell[item]));
  }

  Vocabulary.Category category(int item) {
    return vocabulary.categories().get(category[item]);
  }

  Vocabulary.Product product(int item) {
    return category(item).products().get(family[item] % familiesPerCategory);
  }

  /** The price in cents. */
  long cents(int item) {
    return Math.max(1, (long) (price[item] * 100));
  }

  /** Whether the item is on sale at a time, given as the share of the period that has passed. */
  boolean onSale(int item, double time) {
    return launch[item] <= time && time <= end[item];
  }

  WeightedGroups byCell() {
    return byCell;
  }

  WeightedGroups byFamily() {
    return byFamily;
  }

  WeightedGroups byCategory() {
    return byCategory;
  }

  WeightedGroups all() {
    return all;
  }
}
