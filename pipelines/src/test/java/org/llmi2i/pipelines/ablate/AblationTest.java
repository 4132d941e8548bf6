package org.llmi2i.pipelines.ablate;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link Ablation} and {@link AblationText}: what is changed, and what the tables say of it. */
public class AblationTest {
  @Test
  public void aChangeTakesThePlaceOfTheUsersOwn() {
    Ablation ablation =
        new Ablation(
            Ablation.Group.VOLUME, "2 an item", List.of("--syntheticPerItem=2", "--dryRun"));
    assertEquals(
        List.of("--k=5", "--syntheticPerItem=2", "--dryRun"),
        List.of(
            ablation.applyTo(new String[] {"--syntheticPerItem=9", "--k=5", "--dryRun=false"})));
  }

  @Test
  public void everyQuestionIsATable() {
    String text =
        AblationText.of(
            List.of(
                ablated(Ablation.Group.PARTS, "both", "synthetic", 0.1, 0.02, 0.11, 0.03),
                ablated(Ablation.Group.PARTS, "generator", "none", 0.1, 0.02, 0.09, 0.05)));
    assertEquals(
        """
            **Which part of it brings the lift?**

            | | tail recall@50, base | refined | lift | recall@50 of all, base | refined | lift | synthetic |
            | --- | ---: | ---: | --- | ---: | ---: | --- | ---: |
            | both | 0.0200 | 0.0300 | +50 % (+40 % to +60 %) | 0.1000 | 0.1100 | +10 % (+0 % to +20 %) | 7 |
            | generator | 0.0200 | 0.0500 | +150 % (+140 % to +160 %) | 0.1000 | 0.0900 | -10 % (-20 % to +0 %) | 9 |

            """,
        text);
  }

  private static Ablated ablated(
      Ablation.Group group,
      String name,
      String discriminate,
      double baseAll,
      double baseTail,
      double all,
      double tail) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(metric(Variant.BASE, "Recall", Slice.ALL, baseAll, null));
    metrics.add(metric(Variant.BASE, "Recall", Slice.TAIL, baseTail, null));
    metrics.add(metric(Variant.REFINED, "Recall", Slice.ALL, all, null));
    metrics.add(metric(Variant.REFINED, "Recall", Slice.TAIL, tail, null));
    metrics.add(metric(Variant.REFINED, "RecallLift", Slice.ALL, all / baseAll - 1, 0.1));
    metrics.add(metric(Variant.REFINED, "RecallLift", Slice.TAIL, tail / baseTail - 1, 0.1));
    Run run = new Run();
    run.setOptions(Map.of("discriminate", discriminate));
    run.setCounts(Map.of("LlmGenerate.synthetic", 9L, "LlmDiscriminate.keptSynthetic", 7L));
    return new Ablated(new Ablation(group, name, List.of()), new Findings(metrics, run));
  }

  private static Metric metric(
      Variant variant, String name, Slice slice, double value, Double width) {
    return new Metric(
        "run",
        variant,
        "cosine",
        name,
        50,
        slice,
        value,
        width == null ? null : value - width,
        width == null ? null : value + width,
        100L);
  }
}
