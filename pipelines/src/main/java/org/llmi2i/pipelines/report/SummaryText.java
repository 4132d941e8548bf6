package org.llmi2i.pipelines.report;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.llmi2i.evaluate.SyntheticPrecision;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** The summary that a run ends with on the console. */
public final class SummaryText {
  private static final String MILLIS = ".millis";

  private SummaryText() {}

  /** The summary, several lines. */
  public static String of(Findings findings) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "read",
        "%s interactions and %s items; %s rows could not be used",
        findings.count("ReadInteractions.records"),
        findings.count("ReadItems.items"),
        findings.count("ReadInteractions.rejected")
            + findings.count("ReadItems.rejected")
            + findings.count("ReadItems.repeated"));
    line(
        text,
        "items",
        "%s head, %s tail, %s without interactions, %s not in the catalogue; %s to refine",
        findings.count("TailSelector.head"),
        findings.count("TailSelector.tail"),
        findings.count("TailSelector.cold"),
        findings.count("CountItems.notInCatalogue"),
        findings.count("TailSelector.targets"));
    line(
        text,
        "asked",
        "%s requests (%s tokens in, %s out, %s) about %s users and their %s candidates; %s known"
            + " from the ledger, %s beyond the budget, %s without a usable answer",
        findings.run().getLlmCalls(),
        findings.run().getInputTokens(),
        findings.run().getOutputTokens(),
        Figures.dollars(findings.run().getCost()),
        findings.count("CandidateUsers.shortlists"),
        findings.count("CandidateUsers.pairs"),
        findings.count("LanguageModel.ledgerHits"),
        findings.count("LanguageModel.notAsked"),
        findings.count("LanguageModel.failures"));
    line(
        text,
        "added",
        "%s interactions written, %s proposals over a quota or unusable",
        findings.count("LlmGenerate.synthetic"),
        findings.count("LlmGenerate.rejected"));
    line(
        text,
        "dropped",
        "%s interactions as implausible; the discriminator's ROC AUC is %s%s",
        findings.count("LlmDiscriminate.rejected"),
        auc(findings, "Discriminator"),
        findings.metric(Variant.REFINED, "KnownNoiseRocAuc", null, Slice.ALL).isPresent()
            ? ", on known noise " + auc(findings, "KnownNoise")
            : "");
    findings
        .metric(Variant.REFINED, SyntheticPrecision.KEPT, null, Slice.ALL)
        .ifPresent(share -> addCameTrue(text, findings, share));
    StringBuilder stages = new StringBuilder();
    for (Map.Entry<String, Long> count : findings.run().getCounts().entrySet()) {
      if (count.getKey().endsWith(MILLIS)) {
        stages.append(stages.length() == 0 ? "" : ", ");
        stages.append(count.getKey(), 0, count.getKey().length() - MILLIS.length());
        stages.append(' ').append(Figures.seconds(count.getValue()));
      }
    }
    line(text, "time", "%s", stages.toString());
    return text.append('\n').append(Figures.sentence(findings)).append('\n').toString();
  }

  private static void addCameTrue(StringBuilder text, Findings findings, Metric share) {
    line(
        text,
        "true",
        "%s of the %s kept interactions of users who have new items in the holdout are among"
            + " them%s%s",
        Figures.shareInPercent(share.getValue()),
        share.getN(),
        cameTrue(findings, Variant.RANDOM_CONTROL),
        cameTrue(findings, Variant.POPULARITY_CONTROL));
  }

  private static String cameTrue(Findings findings, Variant control) {
    return findings
        .metric(control, SyntheticPrecision.KEPT, null, Slice.ALL)
        .map(
            share -> ", with " + Names.of(control) + " " + Figures.shareInPercent(share.getValue()))
        .orElse("");
  }

  private static String auc(Findings findings, String prefix) {
    Optional<Metric> auc = findings.metric(Variant.REFINED, prefix + "RocAuc", null, Slice.ALL);
    return auc.map(metric -> String.format(Locale.ROOT, "%.2f", metric.getValue()))
        .orElse("unknown");
  }

  private static void line(StringBuilder text, String title, String format, Object... values) {
    Object[] shown = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      shown[i] = values[i] instanceof Long count ? Figures.count(count) : values[i];
    }
    text.append(String.format(Locale.ROOT, "  %-8s ", title));
    text.append(String.format(Locale.ROOT, format, shown));
    text.append('\n');
  }
}
