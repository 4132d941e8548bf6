package org.llmi2i.pipelines.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;

/** The settings of the base as a table in Markdown, the best first, and the options to take. */
final class BaseText {
  private static final int K = 50;

  private BaseText() {}

  /**
   * What a setting reached.
   *
   * @param all Recall@50 of all items
   * @param tail Recall@50 of tail items
   * @param ndcg NDCG@10 of all items
   */
  private record Reached(String setting, double all, double tail, double ndcg) {
    /** Whether no other has more of one recall and no less of the other. */
    boolean isOnFrontier(List<Reached> others) {
      return others.stream()
          .noneMatch(
              other ->
                  other.all >= all && other.tail >= tail && (other.all > all || other.tail > tail));
    }
  }

  /**
   * The table. The best has the highest Recall@50 of all items; of equals the one first that has
   * more of the tail.
   */
  static String of(List<Metric> metrics) {
    Map<String, Metric> bySetting = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      if (metric.getMetric().equals("Recall") && isOf(metric, K, Slice.ALL)) {
        bySetting.put(metric.getSimilarity(), metric);
      }
    }
    List<Reached> reached = new ArrayList<>();
    bySetting.forEach(
        (setting, all) ->
            reached.add(
                new Reached(
                    setting,
                    all.getValue(),
                    value(metrics, setting, "Recall", K, Slice.TAIL),
                    value(metrics, setting, "NDCG", 10, Slice.ALL))));
    reached.sort(
        Comparator.comparingDouble(Reached::all)
            .thenComparingDouble(Reached::tail)
            .reversed()
            .thenComparing(Reached::setting));
    StringBuilder text =
        new StringBuilder(
            """
            | setting | recall@50 | tail recall@50 | NDCG@10 | frontier |
            | --- | ---: | ---: | ---: | --- |
            """);
    for (Reached one : reached) {
      text.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %.4f | %.4f | %.4f | %s |%n",
              one.setting(),
              one.all(),
              one.tail(),
              one.ndcg(),
              one.isOnFrontier(reached) ? "yes" : ""));
    }
    long users = bySetting.values().iterator().next().getN();
    text.append(
        String.format(
            Locale.ROOT,
            "%nOn the end of train, %,d users; no other setting has more of one recall and no less of"
                + " the other than one on the frontier.%nThe best for all items: %s%n",
            users,
            reached.get(0).setting()));
    return text.toString();
  }

  private static double value(
      List<Metric> metrics, String setting, String name, int k, Slice slice) {
    return metrics.stream()
        .filter(metric -> metric.getMetric().equals(name) && isOf(metric, k, slice))
        .filter(metric -> metric.getSimilarity().equals(setting))
        .mapToDouble(Metric::getValue)
        .findFirst()
        .orElse(0);
  }

  private static boolean isOf(Metric metric, int k, Slice slice) {
    return Objects.equals(metric.getK(), k) && metric.getSlice() == slice;
  }
}
