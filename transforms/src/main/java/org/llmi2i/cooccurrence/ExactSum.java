package org.llmi2i.cooccurrence;

/**
 * A sum of numbers that is the same to the last bit whatever the order of adding, as sums of
 * doubles are not: a whole number and 64 binary digits behind the point.
 */
final class ExactSum {
  private static final double HALF_UNIT = 0x1p63;

  private long whole;
  private long fraction;

  ExactSum() {}

  ExactSum(long whole, long fraction) {
    this.whole = whole;
    this.fraction = fraction;
  }

  void add(double value) {
    long asWhole = (long) value;
    if ((double) asWhole == value) {
      add(asWhole, 0);
      return;
    }
    double floor = Math.floor(value);
    add((long) floor, (long) ((value - floor) * HALF_UNIT) << 1);
  }

  void add(ExactSum other) {
    add(other.whole, other.fraction);
  }

  private void add(long moreWhole, long moreFraction) {
    whole = Math.addExact(whole, moreWhole);
    fraction += moreFraction;
    if (Long.compareUnsigned(fraction, moreFraction) < 0) {
      whole++;
    }
  }

  long whole() {
    return whole;
  }

  long fraction() {
    return fraction;
  }

  double toDouble() {
    return whole + (fraction >>> 1) / HALF_UNIT;
  }
}
