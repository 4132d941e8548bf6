package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Every metric by its definition: lists, sets and loops, without an index, a sum that is kept or a
 * line of what it is the measure of.
 *
 * <p>What is drawn at random is no definition: how often each resample of the bootstrap has a user
 * is told from outside.
 */
final class NaiveEvaluation {
  private static final int TRIGGERS = 20;
  private static final int[] LENGTHS = {10, 50, 100};
  private static final List<String> SLICES = List.of("ALL", "HEAD", "TAIL", "COLD");

  /**
   * A metric's value.
   *
   * @param low NaN without an interval, as is high
   * @param users it is a mean over
   */
  record Figure(double value, double low, double high, long users) {}

  /** What a table recommends to a user: all candidates, best first. */
  private record Answer(List<String> ranked, int triggers, int triggersWithRow) {}

  private final RandomShop shop;
  private final List<String> names;
  private final Function<String, int[]> resamples;

  /** Of the users who count, in the order of the tables. */
  private final Map<String, List<Answer>> answers = new TreeMap<>();

  private final Map<String, Figure> figures = new TreeMap<>();

  /**
   * An evaluation.
   *
   * @param names of the tables; the refined one is REFINED, the control RANDOM_CONTROL
   * @param resamples how often each resample has a user
   */
  NaiveEvaluation(RandomShop shop, List<String> names, Function<String, int[]> resamples) {
    this.shop = shop;
    this.names = names;
    this.resamples = resamples;
  }

  /** By "table metric k slice", where k is 0 if lists do not matter. */
  Map<String, Figure> figures() {
    for (String user : shop.train().keySet()) {
      if (!relevant(user, "ALL").isEmpty()) {
        answers.put(user, shop.tables().stream().map(table -> answer(user, table)).toList());
      }
    }
    if (answers.isEmpty()) {
      return figures;
    }
    for (int k : LENGTHS) {
      for (String slice : SLICES) {
        ofHits(k, slice);
      }
      ofAllLists(k);
    }
    measure("RN", 0, "ALL", everyone(), (user, answer) -> answer.ranked().size());
    measure(
        "TriggersWithRow",
        0,
        "ALL",
        everyone(),
        (user, answer) -> (double) answer.triggersWithRow() / answer.triggers());
    return figures;
  }

  private Set<String> everyone() {
    return answers.keySet();
  }

  private Set<String> relevant(String user, String slice) {
    Set<String> relevant = new TreeSet<>();
    for (String item : shop.holdout().getOrDefault(user, List.of())) {
      RandomShop.Listed listed = shop.catalog().get(item);
      String share = listed == null ? "COLD" : listed.share().name();
      boolean isNew = !shop.train().get(user).contains(item);
      if (isNew && (slice.equals("ALL") || slice.equals(share))) {
        relevant.add(item);
      }
    }
    return relevant;
  }

  private Answer answer(String user, Map<String, Map<String, Double>> table) {
    List<String> triggers = new ArrayList<>();
    List<String> newestFirst = new ArrayList<>(shop.train().get(user));
    Collections.reverse(newestFirst);
    for (String item : newestFirst) {
      if (!triggers.contains(item) && triggers.size() < TRIGGERS) {
        triggers.add(item);
      }
    }
    Map<String, Double> scores = new HashMap<>();
    int withRow = 0;
    for (String trigger : triggers) {
      Map<String, Double> row = table.getOrDefault(trigger, Map.of());
      withRow += row.isEmpty() ? 0 : 1;
      row.forEach((item, score) -> scores.put(item, scores.getOrDefault(item, 0.0) + score));
    }
    scores.keySet().removeAll(shop.train().get(user));
    List<String> ranked = new ArrayList<>(scores.keySet());
    ranked.sort(
        Comparator.comparing((String item) -> scores.get(item))
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    return new Answer(ranked, triggers.size(), withRow);
  }

  private void ofHits(int k, String slice) {
    Set<String> users = new TreeSet<>(everyone());
    users.removeIf(user -> relevant(user, slice).isEmpty());
    each("Recall", k, slice, users, (hits, found) -> hits.size() / (double) found.size());
    each(
        "CalibratedRecall",
        k,
        slice,
        users,
        (hits, wanted) -> hits.size() / (double) Math.min(wanted.size(), k));
    each("HitRate", k, slice, users, (hits, wanted) -> hits.isEmpty() ? 0 : 1);
    each("MRR", k, slice, users, (hits, wanted) -> hits.isEmpty() ? 0 : 1.0 / first(hits));
    each("NDCG", k, slice, users, (hits, wanted) -> gain(hits) / ideal(wanted.size(), k));
    each("MAP", k, slice, users, (hits, wanted) -> precisions(hits) / Math.min(wanted.size(), k));

    Set<String> priced = new TreeSet<>(users);
    priced.removeIf(user -> prices(relevant(user, slice)) == 0);
    each("GMVRecall", k, slice, priced, (hits, wanted) -> prices(hits.values()) / prices(wanted));
  }

  private interface OfHits {
    /** By the rank of each hit, and all that there was to find. */
    double of(Map<Integer, String> hits, Set<String> wanted);
  }

  private void each(String metric, int k, String slice, Set<String> users, OfHits figure) {
    measure(
        metric,
        k,
        slice,
        users,
        (user, answer) -> {
          Set<String> wanted = relevant(user, slice);
          Map<Integer, String> hits = new LinkedHashMap<>();
          for (int rank = 1; rank <= k && rank <= answer.ranked().size(); rank++) {
            String item = answer.ranked().get(rank - 1);
            if (wanted.contains(item)) {
              hits.put(rank, item);
            }
          }
          return figure.of(hits, wanted);
        });
  }

  private static int first(Map<Integer, String> hits) {
    return Collections.min(hits.keySet());
  }

  private static double gain(Map<Integer, String> hits) {
    return hits.keySet().stream().mapToDouble(rank -> Math.log(2) / Math.log(rank + 1)).sum();
  }

  private static double ideal(int wanted, int k) {
    Map<Integer, String> hits = new HashMap<>();
    for (int rank = 1; rank <= wanted && rank <= k; rank++) {
      hits.put(rank, "");
    }
    return gain(hits);
  }

  private static double precisions(Map<Integer, String> hits) {
    double sum = 0;
    for (int rank : hits.keySet()) {
      double upTo = hits.keySet().stream().filter(other -> other <= rank).count();
      sum += upTo / rank;
    }
    return sum;
  }

  private double prices(Iterable<String> items) {
    double sum = 0;
    for (String item : items) {
      sum += shop.catalog().containsKey(item) ? shop.catalog().get(item).price() : 0;
    }
    return sum;
  }

  private interface OfUser {
    double of(String user, Answer answer);
  }

  /** The mean over these users of every table, and what it is more than that of another. */
  private void measure(String metric, int k, String slice, Set<String> users, OfUser figure) {
    if (users.isEmpty()) {
      return;
    }
    Resampled resampled = new Resampled(List.copyOf(users), resamples);
    List<double[]> ofTables = new ArrayList<>();
    for (int table = 0; table < names.size(); table++) {
      int at = table;
      ofTables.add(
          users.stream().mapToDouble(user -> figure.of(user, answers.get(user).get(at))).toArray());
    }
    double[] base = ofTables.get(0);
    double[] control = ofTables.get(names.indexOf("RANDOM_CONTROL"));
    for (int table = 0; table < names.size(); table++) {
      double[] values = ofTables.get(table);
      String name = names.get(table) + " " + metric;
      String of = " " + k + " " + slice;
      put(name + of, resampled.estimate(drawn -> mean(values, drawn)));
      if (table > 0) {
        put(
            name + "Difference" + of,
            resampled.estimate(drawn -> mean(values, drawn) - mean(base, drawn)));
        put(
            name + "Lift" + of,
            resampled.estimate(drawn -> mean(values, drawn) / mean(base, drawn) - 1));
        put(
            name + "PValue" + of,
            resampled.pValue(drawn -> mean(values, drawn) - mean(base, drawn)));
      }
      if (names.get(table).equals("REFINED")) {
        put(
            name + "OverRandom" + of,
            resampled.estimate(drawn -> mean(values, drawn) - mean(control, drawn)));
      }
    }
  }

  /** The mean of as many as were drawn of each. */
  private static double mean(double[] values, int[] drawn) {
    double sum = 0;
    int count = 0;
    for (int user = 0; user < values.length; user++) {
      sum += drawn[user] * values[user];
      count += drawn[user];
    }
    return sum / count;
  }

  /** A figure that cannot be told, since it is a share of nothing, is left out. */
  private void put(String name, Figure figure) {
    if (Double.isFinite(figure.value())) {
      figures.put(name, figure);
    }
  }

  /** How often each resample has each of the users. */
  private static final class Resampled {
    private final int users;
    private final int[][] times = new int[1000][];

    Resampled(List<String> users, Function<String, int[]> resamples) {
      this.users = users.size();
      List<int[]> ofUsers = users.stream().map(resamples).toList();
      for (int resample = 0; resample < times.length; resample++) {
        int at = resample;
        times[resample] = ofUsers.stream().mapToInt(ofUser -> ofUser[at]).toArray();
      }
    }

    /** The figure where each user is once, and the interval that has 95 % of those resampled. */
    Figure estimate(ToDoubleFunction<int[]> figure) {
      int[] once = new int[users];
      Arrays.fill(once, 1);
      double value = figure.applyAsDouble(once);
      double[] sorted = sorted(figure);
      return new Figure(value, quantile(sorted, 0.025), quantile(sorted, 0.975), users);
    }

    /** Twice the share of the resamples on the rarer side of 0, as if one more were there. */
    Figure pValue(ToDoubleFunction<int[]> difference) {
      double[] sorted = sorted(difference);
      // What is 0 but for rounding is on both sides.
      double notAbove = Arrays.stream(sorted).filter(value -> value < 1e-12).count();
      double notBelow = Arrays.stream(sorted).filter(value -> value > -1e-12).count();
      double p = Math.min(1, 2 * (Math.min(notAbove, notBelow) + 1) / (sorted.length + 1));
      return new Figure(p, Double.NaN, Double.NaN, users);
    }

    /** Without those that have nobody, or a share of nothing. */
    private double[] sorted(ToDoubleFunction<int[]> figure) {
      return Arrays.stream(times).mapToDouble(figure).filter(Double::isFinite).sorted().toArray();
    }

    /** Of Hyndman and Fan's kinds of quantiles the one that they advise, the eighth. */
    private static double quantile(double[] sorted, double share) {
      if (sorted.length == 0) {
        return Double.NaN;
      }
      double place = share * (sorted.length + 1 / 3.0) + 1 / 3.0;
      int below = (int) Math.floor(place);
      double low = sorted[Math.max(below, 1) - 1];
      double high = sorted[Math.min(below + 1, sorted.length) - 1];
      return low + (place - below) * (high - low);
    }
  }

  private void ofAllLists(int k) {
    for (int table = 0; table < names.size(); table++) {
      Map<String, Integer> places = new TreeMap<>();
      shop.catalog().keySet().forEach(item -> places.put(item, 0));
      for (List<Answer> ofUser : answers.values()) {
        List<String> ranked = ofUser.get(table).ranked();
        for (String item : ranked.subList(0, Math.min(k, ranked.size()))) {
          places.computeIfPresent(item, (known, count) -> count + 1);
        }
      }
      double all = 0;
      double shown = 0;
      double tail = 0;
      double differences = 0;
      for (String item : places.keySet()) {
        all += places.get(item);
        shown += places.get(item) > 0 ? 1 : 0;
        tail += shop.catalog().get(item).share() == RandomShop.Share.TAIL ? places.get(item) : 0;
        for (int other : places.values()) {
          differences += Math.abs(places.get(item) - other);
        }
      }
      overall(table, "Coverage", k, shown / places.size());
      overall(table, "Gini", k, differences / (2 * places.size() * all));
      overall(table, "TailShare", k, tail / all);
    }
  }

  private void overall(int table, String metric, int k, double value) {
    if (Double.isFinite(value)) {
      figures.put(
          names.get(table) + " " + metric + " " + k + " ALL",
          new Figure(value, Double.NaN, Double.NaN, everyone().size()));
    }
  }
}
