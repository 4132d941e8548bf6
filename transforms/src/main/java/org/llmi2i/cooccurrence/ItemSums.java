package org.llmi2i.cooccurrence;

/**
 * What all users together say of one item: how many they are, and the sum of their squared weights.
 *
 * <p>The sum is kept as a whole number and 64 binary digits behind the point: whatever the order of
 * adding, it is the same to the last bit. Doubles added up are not.
 */
final class ItemSums {
  private static final double HALF_UNIT = 0x1p63;

  private long users;
  private long whole;
  private long fraction;

  /** The user that was counted last, and their weight: while one history is read. */
  private long mark;

  private double weight;

  ItemSums() {}

  ItemSums(long users, long whole, long fraction) {
    this.users = users;
    this.whole = whole;
    this.fraction = fraction;
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
    users++;
    double square = weight * weight;
    double floor = Math.floor(square);
    add((long) floor, (long) ((square - floor) * HALF_UNIT) << 1);
  }

  void add(ItemSums other) {
    users += other.users;
    add(other.whole, other.fraction);
  }

  private void add(long moreWhole, long moreFraction) {
    whole = Math.addExact(whole, moreWhole);
    fraction += moreFraction;
    if (Long.compareUnsigned(fraction, moreFraction) < 0) {
      whole++;
    }
  }

  long users() {
    return users;
  }

  long whole() {
    return whole;
  }

  long fraction() {
    return fraction;
  }

  double norm() {
    return whole + (fraction >>> 1) / HALF_UNIT;
  }
}
