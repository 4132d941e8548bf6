package org.llmi2i.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * The paired bootstrap: users are drawn with replacement, all figures of a user together, and the
 * means are looked at again (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993).
 *
 * <p>How often a resample draws a user is drawn for each user alone, from the Poisson distribution
 * of mean 1, which the multinomial distribution is near (Hanley and MacGibbon, "Creating
 * non-parametric bootstrap samples using Poisson frequencies", 2006). So users can be added on many
 * workers, and their parts merged; nobody holds them all. Memory is columns times resamples times 8
 * bytes; time is users times columns that are not 0, a third of a microsecond each with 1,000
 * resamples.
 */
final class Bootstrap {
  static final int RESAMPLES = 1000;

  /** The first place of every row below is no resample: there each user counts once. */
  private static final int PLACES = RESAMPLES + 1;

  /** The share of a sum that may come from the order in which it was added up. */
  private static final double ROUNDING = 1e-12;

  /** The Poisson distribution's cumulative probabilities, of 0, 1, 2 and so on. */
  private static final double[] CUMULATIVE = cumulative();

  /** The draw of every uniform number whose first digits, to this base, decide it; -1 otherwise. */
  private static final byte[] BY_FIRST_DIGITS = byFirstDigits(1 << 12);

  /** The weighted sum of a column in every resample. */
  private final double[][] sums;

  /** The weights of the users of a population in every resample. */
  private final double[][] weights;

  /**
   * Nobody yet.
   *
   * @param columns figures a user
   * @param populations sets of users that columns are means over
   */
  Bootstrap(int columns, int populations) {
    this(new double[columns][PLACES], new double[populations][PLACES]);
  }

  Bootstrap(double[][] sums, double[][] weights) {
    this.sums = sums;
    this.weights = weights;
  }

  double[][] sums() {
    return sums;
  }

  double[][] weights() {
    return weights;
  }

  /**
   * Adds a user. Sums differ in their last bits with the order in which users are added.
   *
   * @param seed that of the user: all that is drawn depends on it
   * @param values a figure for every column; those of populations without the user are not read
   * @param populations that of every column
   * @param member which populations the user is of
   */
  void add(long seed, double[] values, int[] populations, boolean[] member) {
    double[] drawn = draw(seed);
    for (int population = 0; population < weights.length; population++) {
      if (member[population]) {
        addTo(weights[population], drawn, 1);
      }
    }
    for (int column = 0; column < values.length; column++) {
      if (member[populations[column]] && values[column] != 0) {
        addTo(sums[column], drawn, values[column]);
      }
    }
  }

  /** Adds the users of another part. */
  void add(Bootstrap other) {
    for (int column = 0; column < sums.length; column++) {
      addTo(sums[column], other.sums[column], 1);
    }
    for (int population = 0; population < weights.length; population++) {
      addTo(weights[population], other.weights[population], 1);
    }
  }

  private static void addTo(double[] sum, double[] values, double times) {
    for (int i = 0; i < PLACES; i++) {
      sum[i] += times * values[i];
    }
  }

  private static double[] draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[PLACES];
    drawn[0] = 1;
    for (int i = 1; i < PLACES; i++) {
      double uniform = random.nextDouble();
      int known = BY_FIRST_DIGITS[(int) (uniform * BY_FIRST_DIGITS.length)];
      drawn[i] = known >= 0 ? known : times(uniform);
    }
    return drawn;
  }

  private static int times(double uniform) {
    int times = 0;
    while (times < CUMULATIVE.length && uniform >= CUMULATIVE[times]) {
      times++;
    }
    return times;
  }

  /** A table, since where a search ends no processor can foretell. */
  private static byte[] byFirstDigits(int base) {
    byte[] draws = new byte[base];
    for (int digits = 0; digits < base; digits++) {
      int least = times((double) digits / base);
      draws[digits] = (byte) (least == times(Math.nextDown((digits + 1.0) / base)) ? least : -1);
    }
    return draws;
  }

  private static double[] cumulative() {
    double[] cumulative = new double[16];
    double probability = Math.exp(-1);
    double sum = 0;
    for (int times = 0; times < cumulative.length; times++) {
      sum += probability;
      cumulative[times] = sum;
      probability /= times + 1;
    }
    return cumulative;
  }

  /** A figure with its 95 % interval; NaN where nothing can be said. */
  record Estimate(double value, double low, double high) {}

  /** The mean of a column over a population. */
  Estimate mean(int column, int population) {
    return interval(place -> meanAt(place, column, population));
  }

  /** The mean of one column less that of another, over the same population. */
  Estimate difference(int column, int base, int population) {
    return interval(place -> meanAt(place, column, population) - meanAt(place, base, population));
  }

  /** The difference as a share of the base's mean. */
  Estimate lift(int column, int base) {
    return interval(place -> sums[column][place] / sums[base][place] - 1);
  }

  /** The sum of one column as a share of another's. */
  Estimate ratio(int column, int of) {
    return interval(place -> sums[column][place] / sums[of][place]);
  }

  /** The sum of a column over all users. */
  double sum(int column) {
    return sums[column][0];
  }

  /**
   * The two-sided p value of no difference: twice the share of resamples on the rarer side of 0, at
   * least one of them; without a difference a resample is on both sides. Resamples that drew
   * nobody, which happens with very few users, are left out.
   */
  double pValue(int column, int base, int population) {
    int drawn = 0;
    int notAbove = 0;
    int notBelow = 0;
    for (int i = 1; i < PLACES; i++) {
      if (weights[population][i] > 0) {
        double more = sums[column][i] - sums[base][i];
        // The same figures of other users add up to the same, but for rounding.
        double rounding = ROUNDING * Math.max(sums[column][i], sums[base][i]);
        drawn++;
        notAbove += more <= rounding ? 1 : 0;
        notBelow += more >= -rounding ? 1 : 0;
      }
    }
    return Math.min(1, 2.0 * (Math.min(notAbove, notBelow) + 1) / (drawn + 1));
  }

  /** How many users a population has. */
  long count(int population) {
    return Math.round(weights[population][0]);
  }

  private double meanAt(int place, int column, int population) {
    return sums[column][place] / weights[population][place];
  }

  private static IntStream resamples() {
    return IntStream.rangeClosed(1, RESAMPLES);
  }

  private interface Figure {
    double at(int place);
  }

  private static Estimate interval(Figure figure) {
    double value = figure.at(0);
    double[] finite = resamples().mapToDouble(figure::at).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return new Estimate(value, Double.NaN, Double.NaN);
    }
    double[] ends = Quantile.withDefaults().evaluate(finite, 0.025, 0.975);
    return new Estimate(value, ends[0], ends[1]);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Bootstrap other
        && Arrays.deepEquals(sums, other.sums)
        && Arrays.deepEquals(weights, other.weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(sums) + Arrays.deepHashCode(weights);
  }
}
