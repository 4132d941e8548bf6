package org.llmi2i.pipelines.marketplace;

import java.util.SplittableRandom;

/** Distributions, computed with {@link StrictMath} so that every machine draws the same numbers. */
final class Randoms {
  private Randoms() {}

  /** A log-normal factor of median 1. */
  static double logNormal(double spread, SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    double angle = 2 * StrictMath.PI * random.nextDouble();
    return StrictMath.exp(spread * radius * StrictMath.cos(angle));
  }

  /** A Pareto number of least value 1, cut off at {@code most}. */
  static double pareto(double shape, double most, SplittableRandom random) {
    return StrictMath.min(most, StrictMath.pow(1 - random.nextDouble(), -1 / shape));
  }

  /** How many successes come before the first failure. */
  static int geometric(double success, int most, SplittableRandom random) {
    int successes = 0;
    while (successes < most && random.nextDouble() < success) {
      successes++;
    }
    return successes;
  }
}
