package org.llmi2i.pipelines.ablate;

import java.util.Optional;
import org.llmi2i.pipelines.report.Curves;
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

  /** What so many interactions an item bring; nothing if something else was changed. */
  Optional<Curves.Volume> volume() {
    Optional<Metric> tail = recall(Variant.REFINED, "Lift", Slice.TAIL);
    Optional<Metric> all = recall(Variant.REFINED, "Lift", Slice.ALL);
    if (ablation.group() != Ablation.Group.VOLUME || tail.isEmpty() || all.isEmpty()) {
      return Optional.empty();
    }
    int perItem = Integer.parseInt(findings.run().getOptions().get("syntheticPerItem"));
    return Optional.of(new Curves.Volume(perItem, change(tail.get()), change(all.get())));
  }

  private static Curves.Change change(Metric lift) {
    double value = lift.getValue();
    return new Curves.Change(
        value,
        lift.getCiLow() == null ? value : lift.getCiLow(),
        lift.getCiHigh() == null ? value : lift.getCiHigh());
  }
}
