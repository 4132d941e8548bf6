package org.llmi2i.pipelines.ablate;

import java.util.Optional;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** What was measured with one thing changed. */
record Ablated(Ablation ablation, Findings findings) {
  private static final int K = 50;

  Optional<Metric> recall(Variant variant, String suffix, Slice slice) {
    return findings.metric(variant, "Recall" + suffix, K, slice);
  }

  /** Recall@50; 0 if there was nobody to measure. */
  double recall(Variant variant, Slice slice) {
    return recall(variant, "", slice).map(Metric::getValue).orElse(0.0);
  }
}
