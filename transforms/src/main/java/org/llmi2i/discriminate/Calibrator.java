package org.llmi2i.discriminate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.Reliability;

/**
 * Learns what a model's confidence means from pairs whose truth is known.
 *
 * <p>The probability is Platt's: a logistic curve through the confidences, fitted by Newton's
 * method to targets that are drawn in a little from 0 and 1 (Platt, "Probabilistic outputs for
 * support vector machines", 1999; Lin, Lin and Weng, 2007).
 */
public final class Calibrator {
  private static final int STEPS = 100;
  private static final int TENTHS = 10;
  private static final double RIDGE = 1e-9;

  private Calibrator() {}

  /**
   * Fits a calibration. Without both kinds of pairs nothing can be learned: then a confidence is
   * its own probability, near enough, and the threshold 0.
   *
   * @param positives confidences of observed pairs
   * @param negatives confidences of random pairs
   * @param falsePositiveRate the share of random pairs that may pass the threshold, 0 to 1
   */
  static Calibration fit(double[] positives, double[] negatives, double falsePositiveRate) {
    if (positives.length == 0 || negatives.length == 0) {
      return new Calibration(
          4.0,
          -2.0,
          0.0,
          Double.NaN,
          (long) positives.length,
          (long) negatives.length,
          1.0,
          1.0,
          List.of());
    }
    double[] line = logistic(positives, negatives);
    Calibration calibration = new Calibration();
    calibration.setSlope(line[0]);
    calibration.setIntercept(line[1]);
    calibration.setRocAuc(rocAuc(positives, negatives));
    calibration.setPositives(positives.length);
    calibration.setNegatives(negatives.length);
    // A model that knows nothing, or the opposite, must not order interactions upside down.
    double[] random = probabilities(calibration, negatives);
    // Of a model that always says the same, the slope may be above 0 by rounding alone.
    boolean tellsApart = line[0] > 0 && calibration.getRocAuc() > 0.5;
    double threshold = tellsApart ? cut(random, falsePositiveRate) : 0;
    calibration.setThreshold(threshold);
    calibration.setFalsePositiveRate(share(random, threshold));
    double[] observed = probabilities(calibration, positives);
    calibration.setTruePositiveRate(share(observed, threshold));
    calibration.setReliability(reliability(observed, random));
    return calibration;
  }

  /** What became of the probabilities, tenth by tenth; an empty tenth is left out. */
  static List<Reliability> reliability(double[] observed, double[] random) {
    double[] sums = new double[TENTHS];
    long[] positives = new long[TENTHS];
    long[] pairs = new long[TENTHS];
    for (double[] probabilities : new double[][] {observed, random}) {
      for (double probability : probabilities) {
        int tenth = Math.min((int) (probability * TENTHS), TENTHS - 1);
        sums[tenth] += probability;
        positives[tenth] += probabilities == observed ? 1 : 0;
        pairs[tenth]++;
      }
    }
    List<Reliability> reliability = new ArrayList<>();
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      if (pairs[tenth] > 0) {
        reliability.add(
            new Reliability(
                sums[tenth] / pairs[tenth],
                (double) positives[tenth] / pairs[tenth],
                pairs[tenth]));
      }
    }
    return reliability;
  }

  /** The probability that the user would take the item. */
  public static double probability(Calibration calibration, double confidence) {
    return 1 / (1 + Math.exp(-(calibration.getSlope() * confidence + calibration.getIntercept())));
  }

  /**
   * The probability that a random observed pair has a higher confidence than a random pair, ties
   * half: the area under the ROC curve.
   */
  static double rocAuc(double[] positives, double[] negatives) {
    double[] sorted = negatives.clone();
    Arrays.sort(sorted);
    double wins = 0;
    for (double positive : positives) {
      int below = lowerBound(sorted, positive);
      int upTo = lowerBound(sorted, Math.nextUp(positive));
      wins += below + (upTo - below) / 2.0;
    }
    return wins / positives.length / negatives.length;
  }

  private static double[] probabilities(Calibration calibration, double[] confidences) {
    return Arrays.stream(confidences).map(c -> probability(calibration, c)).toArray();
  }

  /**
   * The lowest probability that at most this share of the negatives reaches. Of probabilities, not
   * of confidences, for those of two confidences side by side may round to the same.
   */
  private static double cut(double[] negatives, double falsePositiveRate) {
    double[] sorted = negatives.clone();
    Arrays.sort(sorted);
    int passing = (int) Math.floor(falsePositiveRate * sorted.length + 1e-9);
    if (passing >= sorted.length) {
      return sorted[0];
    }
    return Math.nextUp(sorted[sorted.length - 1 - passing]);
  }

  private static double share(double[] probabilities, double atLeast) {
    return (double) Arrays.stream(probabilities).filter(p -> p >= atLeast).count()
        / probabilities.length;
  }

  private static int lowerBound(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Slope and intercept of the logistic curve of highest likelihood. */
  private static double[] logistic(double[] positives, double[] negatives) {
    double high = (positives.length + 1.0) / (positives.length + 2.0);
    double low = 1 / (negatives.length + 2.0);
    double slope = 0;
    double intercept = Math.log((positives.length + 1.0) / (negatives.length + 1.0));
    for (int step = 0; step < STEPS; step++) {
      double[] sums = new double[5];
      addDerivatives(positives, high, slope, intercept, sums);
      addDerivatives(negatives, low, slope, intercept, sums);
      double xx = sums[2] + RIDGE;
      double cc = sums[4] + RIDGE;
      double determinant = xx * cc - sums[3] * sums[3];
      double slopeStep = (cc * sums[0] - sums[3] * sums[1]) / determinant;
      double interceptStep = (xx * sums[1] - sums[3] * sums[0]) / determinant;
      slope += slopeStep;
      intercept += interceptStep;
      if (Math.abs(slopeStep) + Math.abs(interceptStep) < 1e-10) {
        break;
      }
    }
    return new double[] {slope, intercept};
  }

  /** Adds gradient (slope, intercept) and curvature (slope^2, both, intercept^2). */
  private static void addDerivatives(
      double[] confidences, double target, double slope, double intercept, double[] sums) {
    for (double x : confidences) {
      double p = 1 / (1 + Math.exp(-(slope * x + intercept)));
      double curvature = p * (1 - p);
      sums[0] += (target - p) * x;
      sums[1] += target - p;
      sums[2] += curvature * x * x;
      sums[3] += curvature * x;
      sums[4] += curvature;
    }
  }
}
