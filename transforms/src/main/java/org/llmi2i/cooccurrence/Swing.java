package org.llmi2i.cooccurrence;

import com.google.auto.value.AutoValue;

/**
 * Swing: two items are near if many pairs of users have both, and have little else in common.
 *
 * <pre>
 * s(i, j) = sum over pairs u &lt; v of U_i and U_j of  w_u w_v / (alpha2 + |I_u and I_v|)
 * w_u     = 1 / (|I_u| + alpha1)^beta
 * </pre>
 *
 * <p>An interaction's weight multiplies its user's part: {@code w_u w_ui w_uj}. The formula is that
 * of Yang et al., "Large Scale Product Graph Construction for Recommendation in E-commerce" (arXiv
 * 2010.05525), with the user weights that Flink ML and Alink give it.
 *
 * <p>The cost of a row is quadratic in the item's users, so at most {@link #withMaxUserNumPerItem}
 * of them count; they are drawn by a hash of seed, item and user, not by order of arrival.
 */
@AutoValue
public abstract class Swing implements Similarity {
  public abstract double alpha1();

  public abstract double alpha2();

  public abstract double beta();

  public abstract int maxUserNumPerItem();

  public abstract long seed();

  /** alpha1 = 15, alpha2 = 0, beta = 0.3, at most 1,000 users an item, seed 0. */
  public static Swing create() {
    return new AutoValue_Swing(15, 0, 0.3, 1000, 0L);
  }

  /** Evens out users of few items and of many; at least 0, default 15. */
  public Swing withAlpha1(double alpha1) {
    requireAtLeastZero("alpha1", alpha1);
    return new AutoValue_Swing(alpha1, alpha2(), beta(), maxUserNumPerItem(), seed());
  }

  /** Evens out pairs of users with little and with much in common; at least 0, default 0. */
  public Swing withAlpha2(double alpha2) {
    requireAtLeastZero("alpha2", alpha2);
    return new AutoValue_Swing(alpha1(), alpha2, beta(), maxUserNumPerItem(), seed());
  }

  /** How much less a user of many items counts; at least 0 (all the same), default 0.3. */
  public Swing withBeta(double beta) {
    requireAtLeastZero("beta", beta);
    return new AutoValue_Swing(alpha1(), alpha2(), beta, maxUserNumPerItem(), seed());
  }

  /** How many users of an item count in its row, at most; at least 2, default 1,000. */
  public Swing withMaxUserNumPerItem(int maxUserNumPerItem) {
    if (maxUserNumPerItem < 2) {
      throw new IllegalArgumentException(
          "maxUserNumPerItem: must be at least 2, got " + maxUserNumPerItem);
    }
    return new AutoValue_Swing(alpha1(), alpha2(), beta(), maxUserNumPerItem, seed());
  }

  /** Seeds the draw of an item's users; any number, default 0. */
  public Swing withSeed(long seed) {
    return new AutoValue_Swing(alpha1(), alpha2(), beta(), maxUserNumPerItem(), seed);
  }

  private static void requireAtLeastZero(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + ": must be at least 0, got " + value);
    }
  }

  @Override
  public final String name() {
    return "swing";
  }

  @Override
  public final Kernel on(Block block) {
    return new SwingKernel(block, this);
  }
}
