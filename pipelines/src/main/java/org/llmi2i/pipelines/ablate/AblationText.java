package org.llmi2i.pipelines.ablate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** The ablations as tables in Markdown, one a question. */
final class AblationText {
  private AblationText() {}

  static String of(List<Ablated> measured) {
    StringBuilder text = new StringBuilder();
    for (Ablation.Group group : Ablation.Group.values()) {
      List<Ablated> ofGroup =
          measured.stream().filter(one -> one.ablation().group() == group).toList();
      if (ofGroup.isEmpty()) {
        continue;
      }
      text.append("**").append(group.question()).append("**\n\n");
      text.append(
          """
          | | tail recall@50, base | refined | lift | recall@50 of all, base | refined | lift | synthetic |
          | --- | ---: | ---: | --- | ---: | ---: | --- | ---: |
          """);
      ofGroup.forEach(one -> text.append(row(one)));
      text.append('\n');
    }
    return text.toString();
  }

  private static String row(Ablated one) {
    return String.format(
        Locale.ROOT,
        "| %s | %.4f | %.4f | %s | %.4f | %.4f | %s | %,d |%n",
        one.ablation().name(),
        one.recall(Variant.BASE, Slice.TAIL),
        one.recall(Variant.REFINED, Slice.TAIL),
        lift(one, Slice.TAIL),
        one.recall(Variant.BASE, Slice.ALL),
        one.recall(Variant.REFINED, Slice.ALL),
        lift(one, Slice.ALL),
        synthetic(one.findings()));
  }

  /** The synthetic interactions that the refined table was made from. */
  private static long synthetic(Findings findings) {
    return findings.run().getOptions().get("discriminate").equals("none")
        ? findings.count("LlmGenerate.synthetic")
        : findings.count("LlmDiscriminate.keptSynthetic");
  }

  private static String lift(Ablated one, Slice slice) {
    Optional<Metric> lift = one.recall(Variant.REFINED, "Lift", slice);
    return lift.map(
            found ->
                found.getCiLow() == null
                    ? percent(found.getValue())
                    : percent(found.getValue())
                        + " ("
                        + percent(found.getCiLow())
                        + " to "
                        + percent(found.getCiHigh())
                        + ")")
        .orElse("");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%+d %%", Math.round(100 * share));
  }
}
