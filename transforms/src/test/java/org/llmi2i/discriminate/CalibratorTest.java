package org.llmi2i.discriminate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.Test;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.Reliability;

public class CalibratorTest {

  @Test
  public void rocAucIsTheShareOfPairsInTheRightOrderWithTiesHalf() {
    assertEquals(1, auc(new double[] {0.8, 0.9}, new double[] {0.1, 0.7}), 0);
    assertEquals(0, auc(new double[] {0.1}, new double[] {0.2, 0.3}), 0);
    assertEquals(0.5, auc(new double[] {0.5, 0.5}, new double[] {0.5}), 0);
    // Of four pairs three are in the right order or tied: 1 + 1 + 0.5 + 1.
    assertEquals(0.875, auc(new double[] {0.9, 0.5}, new double[] {0.1, 0.5}), 0);
    assertEquals(0.75, auc(new double[] {0.9, 0.3}, new double[] {0.4, 0.1}), 0);
  }

  /**
   * Of a thousand pairs at every confidence c, a share 1 / (1 + exp(3 - 6 c)) is observed: the
   * curve that is fitted must be this one.
   */
  @Test
  public void aLargeSamplesProbabilitiesAreRecovered() {
    DoubleStream.Builder positives = DoubleStream.builder();
    DoubleStream.Builder negatives = DoubleStream.builder();
    for (int x = 0; x <= 100; x++) {
      long observed = Math.round(1000 * curve(6, -3, x / 100.0));
      for (int i = 0; i < 1000; i++) {
        (i < observed ? positives : negatives).add(x / 100.0);
      }
    }
    Calibration calibration =
        Calibrator.fit(positives.build().toArray(), negatives.build().toArray(), 0.1);

    assertEquals(6, calibration.getSlope(), 0.01);
    assertEquals(-3, calibration.getIntercept(), 0.01);
    for (double confidence = 0; confidence <= 1; confidence += 0.1) {
      assertEquals(
          curve(6, -3, confidence), Calibrator.probability(calibration, confidence), 0.001);
    }
    assertEquals(10, calibration.getReliability().size());
    for (Reliability tenth : calibration.getReliability()) {
      assertEquals(tenth.getPredicted(), tenth.getObserved(), 0.01);
    }
    assertEquals(
        101_000, calibration.getReliability().stream().mapToLong(Reliability::getPairs).sum());
  }

  @Test
  public void reliabilityIsCountedByTenthsAndEmptyOnesAreLeftOut() {
    assertEquals(
        List.of(
            new Reliability(0.0625, 0.0, 2L),
            new Reliability(0.375, 0.5, 2L),
            new Reliability(1.0, 1.0, 1L)),
        Calibrator.reliability(new double[] {0.375, 1.0}, new double[] {0.0625, 0.0625, 0.375}));
  }

  @Test
  public void aHigherConfidenceIsAHigherProbability() {
    Calibration calibration = fit(0.1, new double[] {0.3, 0.6, 0.7, 0.9}, 0.1, 0.2, 0.4, 0.65);
    double last = 0;
    for (double confidence = 0; confidence <= 1; confidence += 0.01) {
      double probability = Calibrator.probability(calibration, confidence);
      assertTrue(last + " then " + probability, probability > last && probability < 1);
      last = probability;
    }
  }

  @Test
  public void theThresholdLetsTheStatedShareOfNegativesPass() {
    double[] positives = {0.35, 0.65, 0.75, 0.95};
    double[] negatives = {0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    assertRates(0, 0.25, Calibrator.fit(positives, negatives, 0));
    assertRates(0.1, 0.25, Calibrator.fit(positives, negatives, 0.1));
    assertRates(0.2, 0.5, Calibrator.fit(positives, negatives, 0.2));
    assertRates(0.2, 0.5, Calibrator.fit(positives, negatives, 0.29));
    assertRates(0.3, 0.75, Calibrator.fit(positives, negatives, 0.3));
    assertRates(0.7, 1, Calibrator.fit(positives, negatives, 0.7));
    assertRates(1, 1, Calibrator.fit(positives, negatives, 1));
  }

  @Test
  public void equalNegativesPassAllOrNone() {
    double[] positives = {0.5, 0.8, 0.9};
    double[] negatives = {0.1, 0.5, 0.5, 0.5};
    assertRates(0, 2 / 3.0, Calibrator.fit(positives, negatives, 0.5));
    assertRates(0.75, 1, Calibrator.fit(positives, negatives, 0.75));
  }

  /** What a discriminator sees are probabilities, of which neighbors may round to the same. */
  @Test
  public void theThresholdHoldsForProbabilitiesToo() {
    Random random = new Random(1);
    for (int trial = 0; trial < 2000; trial++) {
      double spread = Math.pow(10, -random.nextInt(4));
      double[] positives = random.doubles(30).map(c -> 0.5 + c * spread / 2).toArray();
      double[] negatives = random.doubles(30).map(c -> 0.45 + c * spread / 2).toArray();
      double allowed = random.nextInt(11) / 10.0;
      Calibration calibration = Calibrator.fit(positives, negatives, allowed);

      if (calibration.getThreshold() > 0) {
        double passing = passing(calibration, negatives);
        assertTrue("trial " + trial + ": " + passing + " of " + allowed, passing <= allowed + 1e-9);
      }
      assertEquals(passing(calibration, negatives), calibration.getFalsePositiveRate(), 0);
      assertEquals(passing(calibration, positives), calibration.getTruePositiveRate(), 0);
    }
  }

  @Test
  public void pairsThatAreFarApartGiveASteepCurveAndNoNonsense() {
    for (int size : new int[] {1, 10, 10_000}) {
      double[] positives = new double[size];
      double[] negatives = new double[size];
      Arrays.fill(positives, 0.9);
      Arrays.fill(negatives, 0.1);
      Calibration calibration = Calibrator.fit(positives, negatives, 0);

      // Platt's targets: one pair more of each kind than there are.
      double target = (size + 1.0) / (size + 2.0);
      assertEquals(target, Calibrator.probability(calibration, 0.9), 1e-6);
      assertEquals(1 - target, Calibrator.probability(calibration, 0.1), 1e-6);
      assertEquals(1, calibration.getRocAuc(), 0);
      assertRates(0, 1, calibration);
    }
  }

  @Test
  public void unequalNumbersOfPairsConvergeToo() {
    double[] positives = new double[10_000];
    Arrays.fill(positives, 0.99);
    positives[0] = 0.2;
    Calibration calibration = Calibrator.fit(positives, new double[] {0.01, 0.3}, 0);
    assertTrue(calibration.toString(), Double.isFinite(calibration.getSlope()));
    assertTrue(calibration.toString(), calibration.getSlope() > 0);
    assertRates(0, 0.9999, calibration);
  }

  @Test
  public void aModelThatAlwaysSaysTheSameTeachesNothingAndDropsNothing() {
    for (double always : new double[] {0, 0.1, 0.3, 0.5, 0.7, 0.9, 1}) {
      for (int size : new int[] {1, 3, 1000}) {
        double[] positives = new double[size];
        double[] negatives = new double[size + 2];
        Arrays.fill(positives, always);
        Arrays.fill(negatives, always);
        Calibration calibration = Calibrator.fit(positives, negatives, 0.1);
        assertEquals(0.5, calibration.getRocAuc(), 1e-12);
        assertRates(1, 1, calibration);
      }
    }
  }

  @Test
  public void aModelThatIsUpsideDownDropsNothing() {
    Calibration calibration = fit(0.1, new double[] {0.1, 0.2, 0.3}, 0.7, 0.8, 0.9);
    assertEquals(0, calibration.getRocAuc(), 0);
    assertTrue(calibration.getSlope() < 0);
    assertEquals(0, calibration.getThreshold(), 0);
    assertRates(1, 1, calibration);
  }

  @Test
  public void withoutBothKindsOfPairsNothingIsDropped() {
    for (Calibration calibration :
        new Calibration[] {
          fit(0.1, new double[] {0.5}), fit(0.1, new double[] {}, 0.5), fit(0.1, new double[] {})
        }) {
      assertEquals(0, calibration.getThreshold(), 0);
      assertTrue(Double.isNaN(calibration.getRocAuc()));
      assertEquals(0.5, Calibrator.probability(calibration, 0.5), 0);
      assertTrue(
          Calibrator.probability(calibration, 0.9) > Calibrator.probability(calibration, 0.1));
    }
  }

  @Test
  public void pairsAreCounted() {
    Calibration calibration = fit(0.1, new double[] {0.5, 0.6, 0.7}, 0.1, 0.2);
    assertEquals(3, calibration.getPositives());
    assertEquals(2, calibration.getNegatives());
  }

  private static Calibration fit(double rate, double[] positives, double... negatives) {
    return Calibrator.fit(positives, negatives, rate);
  }

  private static double auc(double[] positives, double[] negatives) {
    return Calibrator.rocAuc(positives, negatives);
  }

  private static double curve(double slope, double intercept, double confidence) {
    return 1 / (1 + Math.exp(-(slope * confidence + intercept)));
  }

  private static double passing(Calibration calibration, double[] confidences) {
    return (double)
            Arrays.stream(confidences)
                .filter(c -> Calibrator.probability(calibration, c) >= calibration.getThreshold())
                .count()
        / confidences.length;
  }

  private static void assertRates(
      double falsePositiveRate, double truePositiveRate, Calibration calibration) {
    assertEquals(falsePositiveRate, calibration.getFalsePositiveRate(), 1e-12);
    assertEquals(truePositiveRate, calibration.getTruePositiveRate(), 1e-12);
  }
}
