package org.llmi2i.cooccurrence;

/** What all users together say of one item: the sums of their weights and of the squares. */
final class ItemSums {
  private final ExactSum weights;
  private final ExactSum squares;

  /** The user that was noted last, and their weight: while one history is read. */
  private long mark;

  private double weight;

  ItemSums(ExactSum weights, ExactSum squares) {
    this.weights = weights;
    this.squares = squares;
  }

  static ItemSums none() {
    return new ItemSums(new ExactSum(), new ExactSum());
  }

  /** Notes that the user of this mark has the item; false if they were noted before. */
  boolean mark(long user, double withWeight) {
    if (mark == user) {
      weight = Math.max(weight, withWeight);
      return false;
    }
    mark = user;
    weight = withWeight;
    return true;
  }

  /** Counts the user that was marked last. */
  void countMarked() {
    weights.add(weight);
    squares.add(weight * weight);
  }

  void add(ItemSums other) {
    weights.add(other.weights);
    squares.add(other.squares);
  }

  ExactSum weights() {
    return weights;
  }

  ExactSum squares() {
    return squares;
  }
}
