package org.llmi2i.pipelines.refine;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.Reliability;

/** What a calibration says of its model, as metrics: none if there was nothing to learn from. */
final class CalibrationMetrics extends PTransform<PCollection<Calibration>, PCollection<Metric>> {
  private final String prefix;
  private final String similarity;
  private final String runId;

  private CalibrationMetrics(String prefix, String similarity, String runId) {
    this.prefix = prefix;
    this.similarity = similarity;
    this.runId = runId;
  }

  /**
   * Metrics {@code <prefix>RocAuc} and so on; and the reliability curve, for each tenth of the
   * probabilities that has pairs: what was predicted on average, {@code <prefix>Predicted0.3} for
   * 0.3 to 0.4, and which share of the pairs was observed, {@code <prefix>Observed0.3}.
   */
  static CalibrationMetrics of(String prefix, String similarity, String runId) {
    return new CalibrationMetrics(prefix, similarity, runId);
  }

  @Override
  public PCollection<Metric> expand(PCollection<Calibration> calibration) {
    return calibration.apply("ToMetrics", ParDo.of(new ToMetrics(this)));
  }

  private Metric metric(String name, double value, long n) {
    return new Metric(
        runId, Variant.REFINED, similarity, prefix + name, null, Slice.ALL, value, null, null, n);
  }

  private static final class ToMetrics extends DoFn<Calibration, Metric> {
    private final CalibrationMetrics names;

    ToMetrics(CalibrationMetrics names) {
      this.names = names;
    }

    @ProcessElement
    public void process(@Element Calibration calibration, OutputReceiver<Metric> out) {
      long pairs = calibration.getPositives() + calibration.getNegatives();
      if (Double.isNaN(calibration.getRocAuc())) {
        return;
      }
      out.output(names.metric("RocAuc", calibration.getRocAuc(), pairs));
      out.output(names.metric("Threshold", calibration.getThreshold(), pairs));
      out.output(
          names.metric(
              "FalsePositiveRate", calibration.getFalsePositiveRate(), calibration.getNegatives()));
      out.output(
          names.metric(
              "TruePositiveRate", calibration.getTruePositiveRate(), calibration.getPositives()));
      for (Reliability tenth : calibration.getReliability()) {
        String from = "0." + Math.min((int) (tenth.getPredicted() * 10), 9);
        out.output(names.metric("Predicted" + from, tenth.getPredicted(), tenth.getPairs()));
        out.output(names.metric("Observed" + from, tenth.getObserved(), tenth.getPairs()));
      }
    }
  }
}
