package org.llmi2i.pipelines.report;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Metrics;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.evaluate.Exposure;
import org.llmi2i.evaluate.SyntheticPrecision;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** What the report's template shows, by the names it has there; all of it plain text. */
final class ReportPage {
  private static final String MILLIS = "millis";

  /** The stages as a record meets them; others follow by name. */
  private static final List<String> STAGES =
      List.of(
          "ReadLedger",
          "ReadInteractions",
          "ReadItems",
          "ReadKnownNoise",
          "Split",
          "Histories",
          "CountItems",
          "TailSelector",
          "Encode titles",
          "NearestItems",
          "CandidateUsers",
          "LlmGenerate",
          "LlmDiscriminate",
          "LanguageModel",
          "CoOccurrence",
          "ItemVectors",
          "Evaluate",
          "Explorer");

  private ReportPage() {}

  static Map<String, Object> of(Findings findings, ReportCharts charts) {
    Map<String, Object> page = new HashMap<>();
    Run run = findings.run();
    page.put("runId", run.getRunId());
    page.put(
        "finished",
        DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .format(run.getFinishedAt().atOffset(ZoneOffset.UTC)));
    page.put("verdict", onOneLine(Figures.sentence(findings)));
    page.put("lift", findings.verdict() == Findings.Verdict.LIFT);
    page.put("model", model(run.getOptions().getOrDefault("llm", "")));
    page.put("tiles", tiles(findings));
    page.put("lifts", lifts(findings));
    page.put("measured", !charts.lifts().isEmpty());
    List<Variant> controls = controls(findings);
    page.put(
        "controls", controls.stream().map(variant -> Map.of("name", Names.of(variant))).toList());
    page.put("rows", rows(findings, controls));
    page.put("exposures", exposures(charts));
    page.put("hasExposures", !charts.exposures().isEmpty());
    page.put("volumes", volumes(charts));
    page.put("hasVolumes", !charts.volumes().isEmpty());
    page.put("frontiers", frontiers(charts));
    page.put("hasFrontiers", !charts.frontiers().isEmpty());
    List<Map<String, String>> discriminator = discriminator(findings);
    page.put("discriminator", discriminator);
    page.put("reliability", reliability(charts));
    page.put("hasDiscriminator", !discriminator.isEmpty());
    List<Map<String, String>> cameTrue = cameTrue(findings);
    page.put("cameTrue", cameTrue);
    page.put("hasCameTrue", !cameTrue.isEmpty());
    page.put("explored", explored(findings));
    page.put("stages", stages(run.getCounts()));
    List<Map<String, String>> options = new ArrayList<>();
    run.getOptions().forEach((name, value) -> options.add(Map.of("name", name, "value", value)));
    page.put("options", options);
    return page;
  }

  private static String model(String llm) {
    return llm.equals("embedded")
        ? "embedded (a pretrained sentence transformer, which judges and does not write)"
        : llm;
  }

  /** The figures that an owner looks for first. */
  private static List<Map<String, String>> tiles(Findings findings) {
    Run run = findings.run();
    List<Map<String, String>> tiles = new ArrayList<>();
    for (Slice slice : List.of(Slice.TAIL, Slice.ALL)) {
      Optional<Metric> lift = findings.metric(Variant.REFINED, "RecallLift", Findings.K, slice);
      if (lift.isPresent()) {
        String interval = Figures.percentInterval(lift);
        tiles.add(
            tile(
                "Recall@50, " + Names.of(slice),
                Figures.percent(lift),
                interval.isEmpty() ? "" : "95 % interval " + interval));
      }
    }
    boolean judged = run.getCounts().containsKey("LlmDiscriminate.kept");
    tiles.add(
        tile(
            "Interactions added",
            Figures.count(
                findings.count(judged ? "LlmDiscriminate.keptSynthetic" : "LlmGenerate.synthetic")),
            Figures.count(findings.count("LlmDiscriminate.rejected")) + " dropped as implausible"));
    tiles.add(
        tile(
            "Requests to the model",
            Figures.count(run.getLlmCalls()),
            Figures.count(run.getInputTokens() + run.getOutputTokens())
                + " tokens; "
                + Figures.count(findings.count("LanguageModel.ledgerHits"))
                + " answers known before"));
    tiles.add(tile("Cost", Figures.dollars(run.getCost()), "by the price table"));
    Duration time = Duration.between(run.getStartedAt(), run.getFinishedAt());
    tiles.add(tile("Time", minutes(time), ""));
    return tiles;
  }

  private static Map<String, String> tile(String name, String value, String note) {
    return Map.of("name", name, "value", value, "note", onOneLine(note));
  }

  /** A figure and its unit stay together. */
  private static String onOneLine(String text) {
    return text.replace(" %", "\u00a0%");
  }

  private static String minutes(Duration time) {
    return time.toMinutes() == 0
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%,d min %d s", time.toMinutes(), time.toSecondsPart());
  }

  private static List<Map<String, String>> lifts(Findings findings) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Metric lift : ReportCharts.recallLifts(findings)) {
      Slice slice = lift.getSlice();
      Map<String, String> row = new HashMap<>();
      row.put("slice", Names.of(slice));
      row.put("variant", Names.of(lift.getVariant()));
      row.put("base", share(findings, Variant.BASE, "Recall", Findings.K, slice));
      row.put("recall", share(findings, lift.getVariant(), "Recall", Findings.K, slice));
      row.put("change", Figures.percent(Optional.of(lift)));
      row.put("interval", Figures.percentInterval(Optional.of(lift)));
      row.put("n", Figures.count(lift.getN()));
      rows.add(row);
    }
    return rows;
  }

  private static String share(
      Findings findings, Variant variant, String metric, @Nullable Integer k, Slice slice) {
    return Figures.share(findings.metric(variant, metric, k, slice));
  }

  /** The tables that are neither base nor refined. */
  private static List<Variant> controls(Findings findings) {
    return findings.metrics().stream()
        .map(Metric::getVariant)
        .filter(variant -> variant != Variant.BASE && variant != Variant.REFINED)
        .distinct()
        .sorted()
        .toList();
  }

  /** Whatever was measured of the base, with what became of it. */
  private static List<Map<String, Object>> rows(Findings findings, List<Variant> controls) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Metric base : findings.metrics()) {
      if (base.getVariant() == Variant.BASE && !base.getMetric().startsWith(Exposure.METRIC)) {
        rows.add(row(findings, base, controls));
      }
    }
    return rows;
  }

  private static Map<String, Object> row(Findings findings, Metric base, List<Variant> controls) {
    String metric = base.getMetric();
    Integer k = base.getK();
    Slice slice = base.getSlice();
    Map<String, Object> row = new HashMap<>();
    row.put("metric", k == null ? metric : metric + "@" + k);
    row.put("slice", Names.of(slice));
    row.put("base", Figures.share(base.getValue()));
    row.put("refined", share(findings, Variant.REFINED, metric, k, slice));
    row.put(
        "interval",
        Figures.interval(findings.metric(Variant.REFINED, metric + "Difference", k, slice)));
    row.put("lift", Figures.percent(findings.metric(Variant.REFINED, metric + "Lift", k, slice)));
    row.put("p", share(findings, Variant.REFINED, metric + "PValue", k, slice));
    row.put(
        "controlLifts",
        controls.stream()
            .map(variant -> findings.metric(variant, metric + "Lift", k, slice))
            .map(lift -> Map.of("value", Figures.percent(lift)))
            .toList());
    row.put("n", Figures.count(base.getN()));
    return row;
  }

  private static List<Map<String, String>> exposures(ReportCharts charts) {
    return charts.exposures().stream()
        .map(
            group ->
                Map.of(
                    "users", group.users(),
                    "items", Figures.count(group.items()),
                    "before", String.format(Locale.ROOT, "%,.0f", group.before()),
                    "after", String.format(Locale.ROOT, "%,.0f", group.after()),
                    "change",
                        group.before() == 0
                            ? "–"
                            : Figures.percent(group.after() / group.before() - 1)))
        .toList();
  }

  private static List<Map<String, String>> volumes(ReportCharts charts) {
    return charts.volumes().stream()
        .map(
            volume ->
                Map.of(
                    "perItem", Figures.count(volume.perItem()),
                    "tail", Figures.percent(volume.tail().value()),
                    "tailInterval", interval(volume.tail()),
                    "all", Figures.percent(volume.all().value()),
                    "allInterval", interval(volume.all())))
        .toList();
  }

  private static String interval(Curves.Change change) {
    return Figures.percent(change.low()) + " to " + Figures.percent(change.high());
  }

  /** A row for each setting; that which was the best, and what is compared with it, are marked. */
  private static List<Map<String, String>> frontiers(ReportCharts charts) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Curves.Frontier frontier : charts.frontiers()) {
      for (Curves.Point point : frontier.bases()) {
        rows.add(row(point, "before", frontier.bestBase()));
      }
      for (Curves.Point point : frontier.refined()) {
        rows.add(row(point, "refined", frontier.bestRefined()));
      }
    }
    return rows;
  }

  private static Map<String, String> row(Curves.Point point, String log, String chosen) {
    return Map.of(
        "setting", point.setting(),
        "log", log,
        "all", Figures.share(point.all()),
        "tail", Figures.share(point.tail()),
        "chosen", point.setting().equals(chosen) ? "yes" : "");
  }

  private static List<Map<String, String>> discriminator(Findings findings) {
    List<Map<String, String>> rows = new ArrayList<>();
    Map<String, String> names = new LinkedHashMap<>();
    names.put("DiscriminatorRocAuc", "ROC AUC, observed pairs against random ones");
    names.put("KnownNoiseRocAuc", "ROC AUC, known noise against the rest");
    names.put("DiscriminatorThreshold", "Threshold (probability)");
    names.put("DiscriminatorFalsePositiveRate", "Random pairs that pass it");
    names.put("DiscriminatorTruePositiveRate", "Observed pairs that pass it");
    names.forEach(
        (name, title) ->
            findings
                .metric(Variant.REFINED, name, null, Slice.ALL)
                .ifPresent(
                    metric ->
                        rows.add(
                            Map.of(
                                "name", title,
                                "value", thousandths(metric.getValue()),
                                "n", Figures.count(metric.getN())))));
    return rows;
  }

  private static List<Map<String, String>> reliability(ReportCharts charts) {
    return charts.reliability().stream()
        .map(
            tenth ->
                Map.of(
                    "predicted", thousandths(tenth.predicted()),
                    "observed", thousandths(tenth.observed()),
                    "n", Figures.count(tenth.pairs())))
        .toList();
  }

  /** What the holdout has of the interactions that were written, and of what stood in for them. */
  private static List<Map<String, String>> cameTrue(Findings findings) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      String drawn = variant == Variant.REFINED ? "kept" : Names.of(variant);
      findings
          .metric(variant, SyntheticPrecision.KEPT, null, Slice.ALL)
          .ifPresent(share -> rows.add(cameTrue(drawn, share)));
      findings
          .metric(variant, SyntheticPrecision.DROPPED, null, Slice.ALL)
          .ifPresent(share -> rows.add(cameTrue("dropped", share)));
    }
    return rows;
  }

  private static Map<String, String> cameTrue(String name, Metric share) {
    return Map.of(
        "name", name,
        "share", Figures.shareInPercent(share.getValue()),
        "interval", Figures.shareInPercentInterval(Optional.of(share)),
        "n", Figures.count(share.getN()));
  }

  private static String thousandths(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Which items the explorer has, and where the others are. */
  private static String explored(Findings findings) {
    String told = Figures.count(findings.count("Explorer.items"));
    long leftOut = findings.count("Explorer.leftOut");
    return leftOut == 0
        ? "All " + told + " items that have a list are here."
        : told
            + " items are here: first those that interactions were written for, then those of the"
            + " most shoppers. "
            + Figures.count(leftOut)
            + " more are in i2i-base.csv and i2i-refined.csv.";
  }

  /** A row for each stage: all that it counted, and its time. */
  private static List<Map<String, String>> stages(Map<String, Long> counts) {
    Map<String, Map<String, Long>> byStage = new TreeMap<>(ReportPage::byPlace);
    counts.forEach(
        (name, count) -> {
          int dot = name.lastIndexOf('.');
          byStage
              .computeIfAbsent(stage(name.substring(0, Math.max(dot, 0))), at -> new TreeMap<>())
              .put(name.substring(dot + 1), count);
        });
    List<Map<String, String>> rows = new ArrayList<>();
    byStage.forEach(
        (stage, counted) -> {
          Long millis = counted.remove(MILLIS);
          List<String> texts = new ArrayList<>();
          counted.forEach((what, count) -> texts.add(words(what) + " " + Figures.count(count)));
          rows.add(
              Map.of(
                  "name",
                  stage,
                  "counts",
                  String.join(" · ", texts),
                  "time",
                  millis == null ? "" : Figures.seconds(millis)));
        });
    return rows;
  }

  /** Waiting for the pace of the language model is noted where runners look for it. */
  private static String stage(String namespace) {
    return namespace.equals(Metrics.THROTTLE_TIME_NAMESPACE) ? "LanguageModel" : namespace;
  }

  private static int byPlace(String one, String other) {
    int oneAt = STAGES.indexOf(one);
    int otherAt = STAGES.indexOf(other);
    if (oneAt >= 0 && otherAt >= 0) {
      return Integer.compare(oneAt, otherAt);
    }
    return oneAt < 0 && otherAt < 0 ? one.compareTo(other) : (oneAt < 0 ? 1 : -1);
  }

  /** A counter's name as words: ledgerHits is ledger hits. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])|-", " ").toLowerCase(Locale.ROOT);
  }
}
