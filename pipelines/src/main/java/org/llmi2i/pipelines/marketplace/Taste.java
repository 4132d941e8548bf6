package org.llmi2i.pipelines.marketplace;

import java.util.SplittableRandom;

/**
 * What one user likes: one to three cells, each a theme within a category, and in each of their
 * categories a family of products.
 */
final class Taste {
  private static final int MAX_CELLS = 3;
  private static final double ANOTHER_CELL = 0.6;
  // Who likes a theme often likes it in other departments too.
  private static final double SAME_THEME = 0.5;
  private static final double FIRST_CELL = 0.6;
  // The shares of the picks in reach of a favourite; the rest follows popularity alone. With
  // many more from the cells, co-occurrence would find nearly everything, the tail included.
  private static final double FROM_CELL = 0.48;
  private static final double FROM_FAMILY = 0.2;
  private static final double FROM_CATEGORY = 0.2;
  private static final int TRIES = 6;

  private final Assortment assortment;
  private final SplittableRandom random;
  private final int[] cells;
  private final int[] families;

  Taste(Assortment assortment, SplittableRandom random) {
    this.assortment = assortment;
    this.random = random;
    int count = 1 + Randoms.geometric(ANOTHER_CELL, MAX_CELLS - 1, random);
    cells = new int[count];
    families = new int[count];
    for (int i = 0; i < count; i++) {
      cells[i] =
          i > 0 && random.nextDouble() < SAME_THEME
              ? assortment.cellOfSameTheme(cells[0], random)
              : assortment.cellOf(assortment.all().draw(0, random));
      families[i] = assortment.familyOf(assortment.byCell().draw(cells[i], random));
    }
  }

  /** Which of the favourites a basket is about. */
  int drawFavourite() {
    if (cells.length == 1 || random.nextDouble() < FIRST_CELL) {
      return 0;
    }
    return 1 + random.nextInt(cells.length - 1);
  }

  /**
   * An item that suits a favourite, or now and then one that merely everybody has. The more picks
   * were in vain, because the item was not on sale or is owned already, the further the user looks:
   * first in the cell or the family, then in the category, then everywhere.
   */
  int pick(int favourite, int vainPicks) {
    double where = where(vainPicks);
    if (where < FROM_CELL) {
      return assortment.byCell().draw(cells[favourite], random);
    }
    if (where < FROM_CELL + FROM_FAMILY) {
      return assortment.byFamily().draw(families[favourite], random);
    }
    if (where < FROM_CELL + FROM_FAMILY + FROM_CATEGORY) {
      return assortment.byCategory().draw(assortment.categoryOfCell(cells[favourite]), random);
    }
    return assortment.all().draw(0, random);
  }

  /** Where to look, as a place on the scale of the shares, from the cell to everywhere. */
  private double where(int vainPicks) {
    if (vainPicks < TRIES) {
      return random.nextDouble();
    }
    return vainPicks < 2 * TRIES ? FROM_CELL + FROM_FAMILY : 1;
  }
}
