package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Test;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

/**
 * Every similarity against its formula, written down once more without indexes, blocks or sorting:
 * on random small logs all scores agree to 1e-9, and no pair is missing.
 */
public class SimilarityOracleTest {
  private static final Baskets ALL = new Baskets(1, 1000, CoOccurrence.OnExcess.SAMPLE, 0);
  private static final double[] ONE = {1};
  private static final double[] SOME = {1, 0.5, 0.3, 2};

  /** A formula on what both items have in common, and each alone. */
  private interface Formula {
    double of(double both, double first, double second, double users);
  }

  @Test
  public void cosine() {
    check(Cosine.create(), (c, i, j, n) -> c / Math.sqrt(i * j));
    check(Cosine.create().withShrinkage(3), (c, i, j, n) -> c / (Math.sqrt(i * j) + 3));
  }

  @Test
  public void jaccard() {
    check(Jaccard.create(), (c, i, j, n) -> c / (i + j - c));
  }

  @Test
  public void lift() {
    check(Lift.create(), (c, i, j, n) -> c * n / (i * j));
  }

  @Test
  public void pmi() {
    check(Pmi.create(), (c, i, j, n) -> Math.log(c * n / (i * j)) / Math.log(2));
  }

  @Test
  public void conditional() {
    check(Conditional.create(), (c, i, j, n) -> c / (i * Math.sqrt(j)));
    check(Conditional.create().withGamma(0), (c, i, j, n) -> c / i);
  }

  @Test
  public void llr() {
    check(Llr.create(), List.of(ONE), SimilarityOracleTest::entropyRatio);
  }

  /** As mutual information: 2 sum of x log(x S / (row column)). */
  private static double entropyRatio(double c, double i, double j, double n) {
    double[][] cells = {{c, i - c}, {j - c, n - i - j + c}};
    double sum = 0;
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 2; column++) {
        double x = cells[row][column];
        double expected =
            (cells[row][0] + cells[row][1]) * (cells[0][column] + cells[1][column]) / n;
        sum += x > 0 ? x * Math.log(x / expected) : 0;
      }
    }
    return 2 * sum;
  }

  @Test
  public void iuf() {
    for (double[] weights : List.of(ONE, SOME)) {
      List<History> log = log(3, weights);
      Map<String, Map<String, Double>> users = vectors(log);
      compare(
          Toy.table(log, Iuf.create(), ALL, 1000, 3),
          users,
          (i, j) -> {
            double both = 0;
            for (Map<String, Double> user : users.values()) {
              both +=
                  user.getOrDefault(i, 0.0) * user.getOrDefault(j, 0.0) / Math.log(1 + user.size());
            }
            return both / Math.sqrt(norm(users, i) * norm(users, j));
          });
    }
  }

  @Test
  public void bm25() {
    for (double[] weights : List.of(ONE, SOME)) {
      List<History> log = log(4, weights);
      Map<String, Map<String, Double>> users = vectors(log);
      Map<String, Map<String, Double>> weighed = new TreeMap<>();
      List<String> items = items(users);
      double mean = items.stream().mapToDouble(item -> length(users, item)).average().orElseThrow();
      users.forEach(
          (user, vector) -> {
            Map<String, Double> to = weighed.computeIfAbsent(user, id -> new TreeMap<>());
            double idf = Math.log(items.size() / (1.0 + vector.size()));
            vector.forEach(
                (item, w) ->
                    to.put(
                        item,
                        idf * w * 101 / (w + 100 * (0.2 + 0.8 * length(users, item) / mean))));
          });
      compare(
          Toy.table(log, Bm25.create(), ALL, 1000, 3),
          users,
          (i, j) -> {
            double both = 0;
            for (Map<String, Double> user : weighed.values()) {
              both += user.getOrDefault(i, 0.0) * user.getOrDefault(j, 0.0);
            }
            return both / Math.sqrt(norm(weighed, i) * norm(weighed, j));
          });
    }
  }

  @Test
  public void swing() {
    for (double[] weights : List.of(ONE, SOME)) {
      List<History> log = log(5, weights);
      Map<String, Map<String, Double>> users = vectors(log);
      List<Map<String, Double>> all = new ArrayList<>(users.values());
      Map<String, NeighborRow> table = Toy.table(log, Swing.create(), ALL, 1000, 3);
      for (String i : items(users)) {
        for (String j : items(users)) {
          double sum = 0;
          for (int u = 0; u < all.size(); u++) {
            for (int v = u + 1; v < all.size(); v++) {
              sum += i.equals(j) ? 0 : swingPart(all.get(u), all.get(v), i, j);
            }
          }
          assertEquals(i + " " + j, sum, score(table, i, j), 1e-9);
        }
      }
    }
  }

  private static double swingPart(
      Map<String, Double> u, Map<String, Double> v, String i, String j) {
    long shared = u.keySet().stream().filter(v::containsKey).count();
    double both =
        u.getOrDefault(i, 0.0)
            * u.getOrDefault(j, 0.0)
            * v.getOrDefault(i, 0.0)
            * v.getOrDefault(j, 0.0);
    return both == 0
        ? 0
        : both * Math.pow(u.size() + 15, -0.3) * Math.pow(v.size() + 15, -0.3) / shared;
  }

  @Test
  public void whatWasMetBeforeCountsLess() {
    List<History> log =
        List.of(
            new History(
                "u", List.of(new Event("a", 1, 1), new Event("b", 2, 1), new Event("c", 2, 1))),
            new History("v", List.of(new Event("b", 1, 1), new Event("a", 5, 1))));

    Map<String, NeighborRow> table = Toy.table(log, Cosine.create(), ALL, 10, 2, 0.7);

    // u met b after a, v before.
    assertEquals((1 + 0.7) / 2, score(table, "a", "b"), 1e-15);
    assertEquals((0.7 + 1) / 2, score(table, "b", "a"), 1e-15);
    assertEquals(1 / Math.sqrt(2), score(table, "a", "c"), 1e-15);
    assertEquals(0.7 / Math.sqrt(2), score(table, "c", "a"), 1e-15);
    // At one moment neither is before the other.
    assertEquals(1 / Math.sqrt(2), score(table, "b", "c"), 1e-15);
    assertEquals(1 / Math.sqrt(2), score(table, "c", "b"), 1e-15);
  }

  @Test
  public void theNamesOfItemsDoNotMatter() {
    List<History> log = log(6, SOME);
    List<History> renamed = new ArrayList<>();
    for (History history : log) {
      List<Event> events = new ArrayList<>();
      history
          .events()
          .forEach(e -> events.add(new Event(turned(e.itemId()), e.micros(), e.weight())));
      renamed.add(new History(history.userId(), events));
    }
    for (Similarity similarity : everySimilarity()) {
      Map<String, NeighborRow> table = Toy.table(log, similarity, ALL, 1000, 3);
      Map<String, NeighborRow> other = Toy.table(renamed, similarity, ALL, 1000, 2);
      assertEquals(table.size(), other.size());
      table.forEach(
          (item, row) ->
              row.neighbors()
                  .forEach(
                      entry ->
                          assertEquals(
                              entry.score(),
                              score(other, turned(item), turned(entry.itemId())),
                              1e-9)));
    }
  }

  @Test
  public void cosinesDoNotChangeWhenAllWeightsGrow() {
    List<History> log = log(7, SOME);
    List<History> grown = new ArrayList<>();
    for (History history : log) {
      List<Event> events = new ArrayList<>();
      history.events().forEach(e -> events.add(new Event(e.itemId(), e.micros(), 4 * e.weight())));
      grown.add(new History(history.userId(), events));
    }
    for (Similarity similarity : List.of(Cosine.create(), Iuf.create(), Jaccard.create())) {
      Map<String, NeighborRow> table = Toy.table(log, similarity, ALL, 1000, 1);
      Toy.table(grown, similarity, ALL, 1000, 1)
          .forEach(
              (item, row) ->
                  row.neighbors()
                      .forEach(
                          entry ->
                              assertEquals(
                                  score(table, item, entry.itemId()), entry.score(), 1e-12)));
    }
  }

  static List<Similarity> everySimilarity() {
    return List.of(
        Swing.create(),
        Cosine.create(),
        Iuf.create(),
        Jaccard.create(),
        Lift.create(),
        Pmi.create(),
        Conditional.create(),
        Llr.create(),
        Bm25.create());
  }

  private static void check(Similarity similarity, Formula formula) {
    check(similarity, List.of(ONE, SOME), formula);
  }

  private static void check(Similarity similarity, List<double[]> choices, Formula formula) {
    for (double[] weights : choices) {
      List<History> log = log(2, weights);
      Map<String, Map<String, Double>> users = vectors(log);
      compare(
          Toy.table(log, similarity, ALL, 1000, 3),
          users,
          (i, j) -> {
            double both = 0;
            for (Map<String, Double> user : users.values()) {
              both += user.getOrDefault(i, 0.0) * user.getOrDefault(j, 0.0);
            }
            return formula.of(both, norm(users, i), norm(users, j), users.size());
          });
    }
  }

  private interface PairScore {
    double of(String item, String neighbor);
  }

  private static void compare(
      Map<String, NeighborRow> table, Map<String, Map<String, Double>> users, PairScore expected) {
    int pairs = 0;
    for (String i : items(users)) {
      for (String j : items(users)) {
        boolean together =
            !i.equals(j)
                && users.values().stream()
                    .anyMatch(user -> user.containsKey(i) && user.containsKey(j));
        if (together) {
          assertEquals(i + " " + j, expected.of(i, j), score(table, i, j), 1e-9);
          pairs++;
        }
      }
    }
    assertTrue("pairs: " + pairs, pairs > 100);
    assertEquals(pairs, table.values().stream().mapToInt(row -> row.neighbors().size()).sum());
  }

  /** 40 users of up to 8 of 20 items, some of them twice. */
  private static List<History> log(int seed, double[] weights) {
    Random random = new Random(seed);
    List<History> histories = new ArrayList<>();
    for (int user = 0; user < 40; user++) {
      List<Event> events = new ArrayList<>();
      int count = 1 + random.nextInt(8);
      for (int i = 0; i < count; i++) {
        int item = (int) (20 * Math.pow(random.nextDouble(), 1.5));
        events.add(new Event("item" + item, i / 2, weights[random.nextInt(weights.length)]));
      }
      histories.add(new History("user" + user, events));
    }
    assertFalse(histories.isEmpty());
    return histories;
  }

  /** For each user their items, with the greatest weight that each has. */
  private static Map<String, Map<String, Double>> vectors(List<History> log) {
    Map<String, Map<String, Double>> vectors = new TreeMap<>();
    for (History history : log) {
      Map<String, Double> vector = new TreeMap<>();
      history.events().forEach(event -> vector.merge(event.itemId(), event.weight(), Math::max));
      vectors.put(history.userId(), vector);
    }
    return vectors;
  }

  private static List<String> items(Map<String, Map<String, Double>> users) {
    return users.values().stream()
        .flatMap(user -> user.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static double norm(Map<String, Map<String, Double>> users, String item) {
    return users.values().stream()
        .mapToDouble(user -> Math.pow(user.getOrDefault(item, 0.0), 2))
        .sum();
  }

  private static double length(Map<String, Map<String, Double>> users, String item) {
    return users.values().stream().mapToDouble(user -> user.getOrDefault(item, 0.0)).sum();
  }

  private static String turned(String item) {
    return new StringBuilder(item).reverse().toString();
  }

  /** 0 where the table lacks the pair. */
  private static double score(Map<String, NeighborRow> table, String item, String neighbor) {
    return !table.containsKey(item)
        ? 0
        : table.get(item).neighbors().stream()
            .filter(entry -> entry.itemId().equals(neighbor))
            .mapToDouble(NeighborRow.Entry::score)
            .findFirst()
            .orElse(0);
  }
}
