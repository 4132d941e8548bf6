package org.llmi2i.pipelines.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** The metrics that matter most as a table in Markdown, short enough for a pull request. */
public final class MetricsText {
  private final List<Metric> metrics;

  /** A column of the table. */
  private record Column(Variant variant, String similarity) {}

  /** A row of the table. */
  private record Row(String metric, @Nullable Integer k, Slice slice) {
    String title() {
      return metric
          + (k == null ? "" : "@" + k)
          + (slice == Slice.ALL ? "" : ", " + slice.name().toLowerCase(Locale.ROOT));
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row("Recall", 10, Slice.ALL),
          new Row("Recall", 50, Slice.ALL),
          new Row("Recall", 50, Slice.HEAD),
          new Row("Recall", 50, Slice.TAIL),
          new Row("NDCG", 10, Slice.ALL),
          new Row("NDCG", 50, Slice.TAIL),
          new Row("HitRate", 50, Slice.ALL),
          new Row("MRR", 50, Slice.ALL),
          new Row("MAP", 50, Slice.ALL),
          new Row("GMVRecall", 50, Slice.ALL),
          new Row("Coverage", 50, Slice.ALL),
          new Row("Gini", 50, Slice.ALL),
          new Row("TailShare", 50, Slice.ALL),
          new Row("RN", null, Slice.ALL),
          new Row("TriggersWithRow", null, Slice.ALL));

  private MetricsText(List<Metric> metrics) {
    this.metrics = metrics;
  }

  /** The table; a cell has the relative lift over the first column, with its p value. */
  public static String of(Findings findings) {
    return new MetricsText(findings.metrics()).text();
  }

  private String text() {
    Set<Column> columns = new LinkedHashSet<>();
    for (Metric metric : metrics) {
      if (metric.getMetric().equals("Recall")) {
        columns.add(new Column(metric.getVariant(), metric.getSimilarity()));
      }
    }
    StringBuilder text = new StringBuilder("| metric |");
    columns.forEach(column -> text.append(' ').append(title(column)).append(" |"));
    text.append("\n| --- |").append(" --- |".repeat(columns.size())).append('\n');
    for (Row row : ROWS) {
      List<String> cells = new ArrayList<>();
      columns.forEach(column -> cells.add(cell(column, row)));
      if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
        text.append("| ").append(row.title()).append(" | ");
        text.append(String.join(" | ", cells)).append(" |\n");
      }
    }
    metrics.stream()
        .filter(metric -> metric.getMetric().equals("Recall") && metric.getSlice() == Slice.ALL)
        .findFirst()
        .ifPresent(
            metric ->
                text.append('\n')
                    .append(Figures.count(metric.getN()))
                    .append(" users; in brackets: the change against the first column, and its p")
                    .append(" value by a paired bootstrap.\n"));
    return text.toString();
  }

  private static String title(Column column) {
    boolean named = column.variant() == Variant.BASE || column.variant() == Variant.COMPARED;
    return named ? escaped(column.similarity()) : Names.of(column.variant());
  }

  /** A file's name may hold whatever Markdown takes for a sign. */
  private static String escaped(String name) {
    return name.replaceAll("\\s", " ").replaceAll("([\\\\`*_{}\\[\\]<>()#+!|~&])", "\\\\$1");
  }

  private String cell(Column column, Row row) {
    Optional<Metric> metric = find(column, row, "");
    if (metric.isEmpty()) {
      return "";
    }
    double value = metric.get().getValue();
    String text =
        row.metric().equals("RN")
            ? String.format(Locale.ROOT, "%.1f", value)
            : Figures.share(value);
    Optional<Metric> p = find(column, row, "PValue");
    return find(column, row, "Lift")
        .map(lift -> text + " (" + Figures.percent(lift.getValue()) + pValue(p) + ")")
        .orElse(text);
  }

  private static String pValue(Optional<Metric> p) {
    return p.map(metric -> String.format(Locale.ROOT, ", p %.3f", metric.getValue())).orElse("");
  }

  private Optional<Metric> find(Column column, Row row, String suffix) {
    return metrics.stream()
        .filter(
            metric ->
                metric.getMetric().equals(row.metric() + suffix)
                    && metric.getVariant() == column.variant()
                    && metric.getSimilarity().equals(column.similarity())
                    && Objects.equals(metric.getK(), row.k())
                    && metric.getSlice() == row.slice())
        .findFirst();
  }
}
