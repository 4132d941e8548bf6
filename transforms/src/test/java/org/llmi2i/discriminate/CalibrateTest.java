package org.llmi2i.discriminate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.ask.Asking;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.testing.FakeModel;
import org.llmi2i.testing.Records;

/** {@link Calibrate} on 20 users who each have "own" and not "noise". */
public class CalibrateTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final Map<String, ItemStatistics> CATALOG =
      Map.of("old", statistics("old"), "own", statistics("own"), "noise", statistics("noise"));
  private static final List<Shortlist> PAIRS =
      IntStream.range(0, 20)
          .mapToObj(
              i ->
                  LabeledPair.of(
                      history("user " + i, "old", "own"), List.of("old"), "own", "noise", CATALOG))
          .toList();

  @Test
  public void theCalibrationIsThatOfTheConfidencesOfBothKinds() {
    double[] positives = new double[20];
    double[] negatives = new double[20];
    Arrays.fill(positives, 0.7);
    Arrays.fill(negatives, 0.2);
    PCollectionTuple calibrated = calibrate(trusting(0.7, 0.2), 0.1, PAIRS);
    PAssert.that(calibrated.get(Calibrate.CALIBRATION))
        .containsInAnyOrder(Calibrator.fit(positives, negatives, 0.1));
    PAssert.thatSingleton(calibrated.get(Calibrate.EXCHANGES).apply(Count.globally()))
        .isEqualTo(20L);
    pipeline.run();
  }

  /** Confidences such as 0.9 come by the thousand, and must not be changed on the way. */
  @Test
  public void noRandomPairPassesAThresholdThatLetsNonePass() {
    PAssert.that(calibrate(trusting(0.95, 0.9), 0, PAIRS).get(Calibrate.CALIBRATION))
        .satisfies(
            calibrations -> {
              Calibration calibration = calibrations.iterator().next();
              double threshold = calibration.getThreshold();
              assertTrue(Calibrator.probability(calibration, 0.9) < threshold);
              assertTrue(Calibrator.probability(calibration, 0.95) >= threshold);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aConfidenceOfZeroKeepsItsLabel() {
    double[] zeros = new double[20];
    PAssert.that(calibrate(trusting(0, 0), 0.1, PAIRS).get(Calibrate.CALIBRATION))
        .containsInAnyOrder(Calibrator.fit(zeros, zeros, 0.1));
    pipeline.run();
  }

  @Test
  public void aModelThatFailsGivesTheCalibrationOfNoPairs() {
    PAssert.that(calibrate(FakeModel.failing("no"), 0.1, PAIRS).get(Calibrate.CALIBRATION))
        .satisfies(CalibrateTest::assertKnowsNothing);
    pipeline.run();
  }

  @Test
  public void withoutPairsThereIsOneCalibrationToo() {
    PAssert.that(calibrate(trusting(0.7, 0.2), 0.1, List.of()).get(Calibrate.CALIBRATION))
        .satisfies(CalibrateTest::assertKnowsNothing);
    pipeline.run();
  }

  @Test
  public void aRateIsAShare() {
    pipeline.enableAbandonedNodeEnforcement(false);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Calibrate.of(Asking.of(FakeModel.failing("")), 1.1));
    assertEquals("falsePositiveRate: must be from 0 to 1, got 1.1", e.getMessage());
  }

  private static Void assertKnowsNothing(Iterable<Calibration> calibrations) {
    Calibration calibration = calibrations.iterator().next();
    assertEquals(0, calibration.getPositives());
    assertEquals(0, calibration.getNegatives());
    assertEquals(0, calibration.getThreshold(), 0);
    return null;
  }

  private static LanguageModel.Factory trusting(double own, double noise) {
    return FakeModel.trusting(Map.of("title of own", own, "title of noise", noise));
  }

  private PCollectionTuple calibrate(
      LanguageModel.Factory model, double falsePositiveRate, List<Shortlist> pairs) {
    return Records.create(pipeline, "Pairs", Shortlist.class, pairs)
        .apply("Calibrate", Calibrate.of(Asking.of(model), falsePositiveRate));
  }
}
