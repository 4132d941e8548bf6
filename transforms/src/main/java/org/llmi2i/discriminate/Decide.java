package org.llmi2i.discriminate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Reason;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Judgement;

/** Keeps or drops the judged interactions of a shard of items. */
final class Decide
    extends DoFn<KV<Integer, Iterable<List<KV<Judgement, List<Interaction>>>>>, Interaction> {
  private final Counter kept = Metrics.counter("LlmDiscriminate", "kept");
  private final Counter keptSynthetic = Metrics.counter("LlmDiscriminate", "keptSynthetic");
  private final Counter rejected = Metrics.counter("LlmDiscriminate", "rejected");
  private final Rejector rejector;
  private final int minSupport;
  private final PCollectionView<Calibration> calibrationView;
  private final PCollectionView<Map<String, ItemStatistics>> catalogView;

  Decide(
      Rejector rejector,
      int minSupport,
      PCollectionView<Calibration> calibrationView,
      PCollectionView<Map<String, ItemStatistics>> catalogView) {
    this.rejector = rejector;
    this.minSupport = minSupport;
    this.calibrationView = calibrationView;
    this.catalogView = catalogView;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<List<KV<Judgement, List<Interaction>>>>> shard,
      ProcessContext context,
      MultiOutputReceiver out) {
    double threshold = context.sideInput(calibrationView).getThreshold();
    Map<String, ItemStatistics> catalog = context.sideInput(catalogView);
    Map<String, List<KV<Judgement, List<Interaction>>>> byItem = new HashMap<>();
    for (List<KV<Judgement, List<Interaction>>> pack : shard.getValue()) {
      for (KV<Judgement, List<Interaction>> judged : pack) {
        byItem.computeIfAbsent(judged.getKey().getItemId(), item -> new ArrayList<>()).add(judged);
      }
    }
    byItem.forEach(
        (item, users) -> {
          boolean tail = catalog.get(item).getItemClass() == ItemClass.TAIL;
          decide(users, threshold, tail ? minSupport : 0, out);
        });
  }

  /** Goes through an item's users, the most plausible first. */
  private void decide(
      List<KV<Judgement, List<Interaction>>> users,
      double threshold,
      int support,
      MultiOutputReceiver out) {
    users.sort(
        Comparator.comparingDouble(
                (KV<Judgement, List<Interaction>> user) -> plausibility(user.getKey()))
            .reversed()
            .thenComparing(user -> user.getKey().getUserId()));
    int observedUsers = 0;
    for (KV<Judgement, List<Interaction>> user : users) {
      boolean observed =
          user.getValue().stream()
              .anyMatch(interaction -> interaction.getOrigin() == Origin.OBSERVED);
      observedUsers += observed ? 1 : 0;
      for (Interaction interaction : user.getValue()) {
        boolean supported = interaction.getOrigin() == Origin.OBSERVED && observedUsers <= support;
        decide(interaction, user.getKey(), threshold, supported, out);
      }
    }
  }

  private void decide(
      Interaction interaction,
      Judgement judgement,
      double threshold,
      boolean supported,
      MultiOutputReceiver out) {
    Double probability = judgement.getProbability();
    boolean plausible =
        probability == null ? interaction.getOrigin() == Origin.OBSERVED : probability >= threshold;
    if (plausible || supported) {
      kept.inc();
      keptSynthetic.inc(interaction.getOrigin() == Origin.SYNTHETIC ? 1 : 0);
      out.get(LlmDiscriminate.KEPT).output(interaction);
      return;
    }
    rejected.inc();
    out.get(LlmDiscriminate.DROPPED).output(KV.of(judgement, interaction));
    if (probability == null) {
      out.get(LlmDiscriminate.REJECTED)
          .output(rejector.reject(Reason.NO_ANSWER, judgement.getFailure(), interaction));
    } else {
      out.get(LlmDiscriminate.REJECTED)
          .output(
              rejector.reject(
                  Reason.IMPLAUSIBLE,
                  "probability " + probability + ", threshold " + threshold,
                  interaction));
    }
  }

  /** An observed interaction that nobody could judge counts as plausible. */
  private static double plausibility(Judgement judgement) {
    return judgement.getProbability() == null ? 1 : judgement.getProbability();
  }
}
