package org.llmi2i.pipelines.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/**
 * The report of a run: one HTML file that needs no network. Everything it shows is escaped by the
 * template engine.
 */
public final class HtmlReport {
  private static final String TEMPLATE = "report.mustache";
  private static final String MILLIS = ".millis";
  private static final List<Slice> SLICES = List.of(Slice.ALL, Slice.HEAD, Slice.TAIL);
  private static final List<Variant> VARIANTS =
      List.of(Variant.BASE, Variant.REFINED, Variant.RANDOM_CONTROL);

  private HtmlReport() {}

  /** Writes the report. */
  public static void write(Findings findings, Path file) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        Writer out = Files.newBufferedWriter(file)) {
      Template template = Mustache.compiler().escapeHTML(true).compile(reader);
      template.execute(context(findings), out);
    }
  }

  private static Map<String, Object> context(Findings findings) {
    Map<String, Object> context = new HashMap<>();
    context.put("runId", findings.run().getRunId());
    context.put("finished", findings.run().getFinishedAt().toString());
    context.put("verdict", Figures.sentence(findings));
    context.put("lift", findings.verdict() == Findings.Verdict.LIFT);
    context.put("model", model(findings.run().getOptions().getOrDefault("llm", "")));
    context.put("charts", charts(findings));
    context.put("rows", rows(findings));
    context.put("discriminator", discriminator(findings));
    context.put("counts", counts(findings, false));
    context.put("stages", counts(findings, true));
    List<Map<String, String>> options = new ArrayList<>();
    findings
        .run()
        .getOptions()
        .forEach((name, value) -> options.add(Map.of("name", name, "value", value)));
    context.put("options", options);
    return context;
  }

  private static String model(String llm) {
    return llm.equals("embedded")
        ? "embedded (a pretrained sentence transformer, which judges and does not write)"
        : llm;
  }

  /** Recall at 50 of each variant as bars, a group for each slice. */
  private static List<Map<String, Object>> charts(Findings findings) {
    List<Map<String, Object>> charts = new ArrayList<>();
    for (Slice slice : SLICES) {
      double most =
          VARIANTS.stream()
              .map(variant -> findings.metric(variant, "Recall", Findings.K, slice))
              .flatMap(Optional::stream)
              .mapToDouble(HtmlReport::upperEnd)
              .max()
              .orElse(0);
      List<Map<String, Object>> bars = new ArrayList<>();
      for (Variant variant : VARIANTS) {
        findings
            .metric(variant, "Recall", Findings.K, slice)
            .ifPresent(metric -> bars.add(bar(metric, most)));
      }
      if (!bars.isEmpty()) {
        charts.add(Map.of("slice", name(slice), "bars", bars));
      }
    }
    return charts;
  }

  private static double upperEnd(Metric metric) {
    return metric.getCiHigh() == null ? metric.getValue() : metric.getCiHigh();
  }

  private static Map<String, Object> bar(Metric metric, double most) {
    double scale = most > 0 ? 100 / most : 0;
    double low = metric.getCiLow() == null ? metric.getValue() : metric.getCiLow();
    return Map.of(
        "name", name(metric.getVariant()),
        "variant", metric.getVariant().name().toLowerCase(Locale.ROOT),
        "value", Figures.share(metric.getValue()),
        "interval", Figures.interval(Optional.of(metric)),
        "width", String.format(Locale.ROOT, "%.2f", metric.getValue() * scale),
        "low", String.format(Locale.ROOT, "%.2f", low * scale),
        "span", String.format(Locale.ROOT, "%.2f", (upperEnd(metric) - low) * scale));
  }

  private static List<Map<String, String>> rows(Findings findings) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String metric : List.of("Recall", "NDCG")) {
      for (int k : List.of(10, Findings.K)) {
        for (Slice slice : SLICES) {
          if (findings.metric(Variant.BASE, metric, k, slice).isPresent()) {
            rows.add(row(findings, metric, k, slice));
          }
        }
      }
    }
    return rows;
  }

  private static Map<String, String> row(Findings findings, String metric, int k, Slice slice) {
    Map<String, String> row = new HashMap<>();
    row.put("metric", metric + "@" + k);
    row.put("slice", name(slice));
    row.put("base", Figures.share(findings.metric(Variant.BASE, metric, k, slice)));
    row.put("refined", Figures.share(findings.metric(Variant.REFINED, metric, k, slice)));
    Optional<Metric> difference = findings.metric(Variant.REFINED, metric + "Difference", k, slice);
    row.put("interval", Figures.interval(difference));
    row.put("lift", Figures.percent(findings.metric(Variant.REFINED, metric + "Lift", k, slice)));
    row.put(
        "control",
        Figures.percent(findings.metric(Variant.RANDOM_CONTROL, metric + "Lift", k, slice)));
    row.put("p", Figures.share(findings.metric(Variant.REFINED, metric + "PValue", k, slice)));
    row.put("n", difference.map(found -> Figures.count(found.getN())).orElse(""));
    return row;
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
                                "name",
                                title,
                                "value",
                                String.format(Locale.ROOT, "%.3f", metric.getValue()),
                                "n",
                                Figures.count(metric.getN())))));
    return rows;
  }

  private static List<Map<String, String>> counts(Findings findings, boolean times) {
    List<Map<String, String>> rows = new ArrayList<>();
    findings
        .run()
        .getCounts()
        .forEach(
            (name, count) -> {
              if (name.endsWith(MILLIS) == times) {
                rows.add(
                    Map.of(
                        "name",
                        times ? name.substring(0, name.length() - MILLIS.length()) : name,
                        "value",
                        times ? Figures.seconds(count) : Figures.count(count)));
              }
            });
    return rows;
  }

  private static String name(Slice slice) {
    return switch (slice) {
      case ALL -> "all items";
      case HEAD -> "head items";
      case TAIL -> "tail items";
      case COLD -> "cold items";
    };
  }

  private static String name(Variant variant) {
    return switch (variant) {
      case BASE -> "base";
      case REFINED -> "refined";
      case RANDOM_CONTROL -> "random users";
      case POPULARITY_CONTROL -> "active users";
    };
  }
}
