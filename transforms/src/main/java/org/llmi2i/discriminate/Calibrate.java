package org.llmi2i.discriminate;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.llmi2i.ask.AskModel;
import org.llmi2i.ask.Asking;
import org.llmi2i.llm.Verdict;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.Shortlist;

/**
 * Learns what a model's confidence means: asks it about pairs whose truth is known.
 *
 * <p>In: shortlists of {@link LabeledPair}. Out: one {@link #CALIBRATION} and the {@link
 * #EXCHANGES}. The confidences, two numbers a pair, are gathered on one worker.
 */
public final class Calibrate extends PTransform<PCollection<Shortlist>, PCollectionTuple> {
  /** One element. */
  public static final TupleTag<Calibration> CALIBRATION = new TupleTag<>("calibration") {};

  /** What was asked and answered. */
  public static final TupleTag<Exchange> EXCHANGES = new TupleTag<>("exchanges") {};

  private final Asking asking;
  private final double falsePositiveRate;

  private Calibrate(Asking asking, double falsePositiveRate) {
    this.asking = asking;
    this.falsePositiveRate = falsePositiveRate;
  }

  /**
   * Calibrates this model.
   *
   * @param asking the model, and how to ask it
   * @param falsePositiveRate the share of random pairs that may pass as plausible, 0 to 1
   */
  public static Calibrate of(Asking asking, double falsePositiveRate) {
    if (!(falsePositiveRate >= 0 && falsePositiveRate <= 1)) {
      throw new IllegalArgumentException(
          "falsePositiveRate: must be from 0 to 1, got " + falsePositiveRate);
    }
    return new Calibrate(asking, falsePositiveRate);
  }

  @Override
  public PCollectionTuple expand(PCollection<Shortlist> pairs) {
    PCollection<KV<Shortlist, Exchange>> answered =
        pairs.apply(
            "Ask", AskModel.of(Task.DISCRIMINATE, asking).withRanking(AskModel.Ranking.SAMPLE));
    PCollectionView<List<Double>> signed =
        answered
            .apply("Confidences", ParDo.of(new SignedConfidences()))
            .apply("Gather", View.asList());
    PCollection<Calibration> calibration =
        pairs
            .getPipeline()
            .apply("Once", Create.of(falsePositiveRate))
            .apply("Fit", ParDo.of(new Fit(signed)).withSideInputs(signed));
    return PCollectionTuple.of(CALIBRATION, calibration)
        .and(EXCHANGES, answered.apply("Exchanges", Values.create()));
  }

  /** The confidence of a random pair with a minus, also before 0. */
  private static final class SignedConfidences extends DoFn<KV<Shortlist, Exchange>, Double> {
    @ProcessElement
    public void process(@Element KV<Shortlist, Exchange> answered, OutputReceiver<Double> out) {
      Shortlist pair = answered.getKey();
      for (Verdict.Accepted accepted : Verdict.of(pair, answered.getValue()).accepted()) {
        boolean positive = LabeledPair.isPositive(pair, accepted.candidate());
        out.output(Math.copySign(accepted.confidence(), positive ? 1 : -1));
      }
    }
  }

  private static final class Fit extends DoFn<Double, Calibration> {
    private final PCollectionView<List<Double>> signed;

    Fit(PCollectionView<List<Double>> signed) {
      this.signed = signed;
    }

    @ProcessElement
    public void process(
        @Element Double falsePositiveRate,
        ProcessContext context,
        OutputReceiver<Calibration> out) {
      List<Double> positives = new ArrayList<>();
      List<Double> negatives = new ArrayList<>();
      for (double confidence : context.sideInput(signed)) {
        (Math.copySign(1, confidence) > 0 ? positives : negatives).add(Math.abs(confidence));
      }
      out.output(Calibrator.fit(sorted(positives), sorted(negatives), falsePositiveRate));
    }

    /** Sorted, because sums depend on the order, and the order of arrival is none. */
    private static double[] sorted(List<Double> confidences) {
      return confidences.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
  }
}
