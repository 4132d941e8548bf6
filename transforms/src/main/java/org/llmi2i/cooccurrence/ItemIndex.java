package org.llmi2i.cooccurrence;

import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * All items of a log, numbered from 0 in the order of their ids, with what all users say of each.
 * Every worker holds it: about 60 bytes an item and its id, about 100 where items are looked up,
 * and the id once more where rows are written.
 */
final class ItemIndex implements Similarity.Log {
  private final ItemIds ids;
  private final double[] lengths;
  private final double[] norms;
  private final double meanLength;
  private final long users;
  private final BasketSizes sizes;
  private @Nullable ItemNumbers numbers;
  private @Nullable ItemRanges ranges;

  /**
   * An index.
   *
   * @param ids distinct and sorted
   * @param lengths each item's sum of weights over its users
   * @param norms each item's sum of squared weights over its users
   * @param users how many users count
   * @param sizes how many baskets have how many items
   */
  ItemIndex(String[] ids, double[] lengths, double[] norms, long users, BasketSizes sizes) {
    this(new ItemIds(ids), lengths, norms, users, sizes);
  }

  private ItemIndex(ItemIds ids, double[] lengths, double[] norms, long users, BasketSizes sizes) {
    this.ids = ids;
    this.lengths = lengths;
    this.norms = norms;
    meanLength = Arrays.stream(lengths).average().orElse(0);
    this.users = users;
    this.sizes = sizes;
  }

  /** The same log, its items with other norms. */
  ItemIndex withNorms(double[] otherNorms) {
    return new ItemIndex(ids, lengths, otherNorms, users, sizes);
  }

  @Override
  public int itemCount() {
    return lengths.length;
  }

  @Override
  public double length(int item) {
    return lengths[item];
  }

  @Override
  public double meanLength() {
    return meanLength;
  }

  String id(int item) {
    return ids.text(item);
  }

  ItemIds ids() {
    return ids;
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

  /** The items cut into so many blocks, by their users. */
  ItemRanges ranges(int blocks) {
    if (ranges == null || ranges.count() != blocks) {
      ranges = ItemRanges.of(lengths, blocks);
    }
    return ranges;
  }

  /** The number of an item that the log knows. */
  int number(String id) {
    if (numbers == null) {
      numbers = new ItemNumbers(ids, itemCount());
    }
    return numbers.of(id);
  }
}
