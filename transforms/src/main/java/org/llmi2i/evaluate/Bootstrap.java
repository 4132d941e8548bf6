package org.llmi2i.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * The paired bootstrap: users are drawn with replacement, all figures of a user together, and the
 * means are looked at again (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993).
 *
 * <p>Figures come as a row a user and a column a measure, NaN where a user does not count. Time is
 * users times columns times resamples: about a second for 5,000 users.
 */
final class Bootstrap {
  private final double[][] users;
  private final int columns;

  /** The mean of every column in every resample. */
  private final double[][] means;

  /**
   * Draws the resamples.
   *
   * @param users at least one row, in an order that does not change from run to run
   * @param resamples how many
   */
  Bootstrap(double[][] users, int resamples, long seed) {
    this.users = users;
    this.columns = users[0].length;
    SplittableRandom random = new SplittableRandom(seed);
    means = new double[resamples][];
    int[] draws = new int[users.length];
    for (int resample = 0; resample < resamples; resample++) {
      Arrays.fill(draws, 0);
      for (int i = 0; i < users.length; i++) {
        draws[random.nextInt(users.length)]++;
      }
      means[resample] = means(draws);
    }
  }

  private double[] means(int[] draws) {
    double[] sums = new double[columns];
    double[] counts = new double[columns];
    for (int user = 0; user < users.length; user++) {
      if (draws[user] > 0) {
        double[] row = users[user];
        for (int column = 0; column < columns; column++) {
          if (!Double.isNaN(row[column])) {
            sums[column] += draws[user] * row[column];
            counts[column] += draws[user];
          }
        }
      }
    }
    for (int column = 0; column < columns; column++) {
      sums[column] /= counts[column];
    }
    return sums;
  }

  /** A figure with its 95 % interval; NaN where nothing can be said. */
  record Estimate(double value, double low, double high) {}

  /** The mean of a column. */
  Estimate mean(int column) {
    int[] once = new int[users.length];
    Arrays.fill(once, 1);
    return interval(
        means(once)[column], Arrays.stream(means).mapToDouble(mean -> mean[column]).toArray());
  }

  /** The mean of one column less that of another that counts the same users. */
  Estimate difference(int column, int base) {
    return interval(
        mean(column).value() - mean(base).value(),
        Arrays.stream(means).mapToDouble(mean -> mean[column] - mean[base]).toArray());
  }

  /** The difference as a share of the base's mean. */
  Estimate lift(int column, int base) {
    return interval(
        mean(column).value() / mean(base).value() - 1,
        Arrays.stream(means).mapToDouble(mean -> mean[column] / mean[base] - 1).toArray());
  }

  /**
   * The two-sided p value of no difference: twice the share of resamples on the rarer side of 0, at
   * least one of them.
   */
  double pValue(int column, int base) {
    long below = Arrays.stream(means).filter(mean -> mean[column] <= mean[base]).count();
    long above = Arrays.stream(means).filter(mean -> mean[column] >= mean[base]).count();
    return Math.min(1, 2.0 * (Math.min(below, above) + 1) / (means.length + 1));
  }

  /** How many users count in a column. */
  long count(int column) {
    return Arrays.stream(users).filter(row -> !Double.isNaN(row[column])).count();
  }

  private static Estimate interval(double value, double[] resampled) {
    double[] finite = Arrays.stream(resampled).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return new Estimate(value, Double.NaN, Double.NaN);
    }
    double[] ends = Quantile.withDefaults().evaluate(finite, 0.025, 0.975);
    return new Estimate(value, ends[0], ends[1]);
  }
}
