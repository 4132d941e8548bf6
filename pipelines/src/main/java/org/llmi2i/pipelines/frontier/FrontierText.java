package org.llmi2i.pipelines.frontier;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.llmi2i.pipelines.report.Curves;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** The comparison at equal recall of all items as a table in Markdown, and the frontiers. */
final class FrontierText {
  private FrontierText() {}

  /** A column: a metric, at a length of lists, of some items. */
  private record Column(String title, String metric, int k, Slice slice) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("tail recall@50", "Recall", 50, Slice.TAIL),
          new Column("recall@50", "Recall", 50, Slice.ALL),
          new Column("recall@10", "Recall", 10, Slice.ALL),
          new Column("NDCG@10", "NDCG", 10, Slice.ALL),
          new Column("GMV recall@50", "GMVRecall", 50, Slice.ALL));

  /**
   * The text.
   *
   * @param holdout what each base reached on the holdout
   * @param pairs which two tables of each are compared, as the validation slice chose
   */
  static String of(List<Measured> holdout, List<Measured.Pair> pairs) {
    StringBuilder text = new StringBuilder("| base, refined |");
    COLUMNS.forEach(column -> text.append(' ').append(column.title()).append(" |"));
    text.append("\n| --- |").append(" --- |".repeat(COLUMNS.size())).append('\n');
    for (int at = 0; at < holdout.size(); at++) {
      Measured measured = holdout.get(at);
      Measured.Pair pair = pairs.get(at);
      text.append(
          String.format(Locale.ROOT, "| `%s`, refined `%s` |", pair.base(), pair.refined()));
      COLUMNS.forEach(column -> text.append(' ').append(cell(measured, pair, column)).append(" |"));
      text.append('\n');
    }
    text.append(
        "\nIn brackets: 95 % intervals of the change, each user paired; both settings were chosen on"
            + " the end of train.\n");
    for (Measured measured : holdout) {
      text.append("\n**The frontiers of ").append(measured.base()).append("**\n\n");
      text.append("| | setting | recall@50 | tail recall@50 |\n| --- | --- | ---: | ---: |\n");
      for (Variant variant : List.of(Variant.BASE, Variant.REFINED)) {
        frontier(measured.points(variant)).forEach(point -> text.append(row(variant, point)));
      }
    }
    return text.toString();
  }

  private static String cell(Measured measured, Measured.Pair pair, Column column) {
    String before = share(find(measured, Variant.BASE, pair.base(), "", column));
    String after = share(find(measured, Variant.REFINED, pair.refined(), "", column));
    return before
        + " to "
        + after
        + find(measured, Variant.REFINED, pair.refined(), "Lift", column)
            .map(FrontierText::change)
            .orElse("");
  }

  private static String change(Metric lift) {
    String interval =
        lift.getCiLow() == null
            ? ""
            : " (" + percent(lift.getCiLow()) + " to " + percent(lift.getCiHigh()) + ")";
    return ", " + percent(lift.getValue()) + interval;
  }

  private static Optional<Metric> find(
      Measured measured, Variant variant, String setting, String suffix, Column column) {
    return measured.metric(variant, setting, column.metric() + suffix, column.k(), column.slice());
  }

  /** The points that no other beats in one recall without losing in the other, by recall of all. */
  static List<Curves.Point> frontier(List<Curves.Point> points) {
    List<Curves.Point> frontier = new ArrayList<>();
    for (Curves.Point point : points) {
      if (points.stream().noneMatch(point::isBeatenBy)) {
        frontier.add(point);
      }
    }
    frontier.sort((one, other) -> Double.compare(other.all(), one.all()));
    return frontier;
  }

  private static String row(Variant variant, Curves.Point point) {
    return String.format(
        Locale.ROOT,
        "| %s | `%s` | %.4f | %.4f |%n",
        variant.name().toLowerCase(Locale.ROOT),
        point.setting(),
        point.all(),
        point.tail());
  }

  private static String share(Optional<Metric> metric) {
    return metric.map(found -> String.format(Locale.ROOT, "%.4f", found.getValue())).orElse("–");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%+d %%", Math.round(100 * share));
  }
}
