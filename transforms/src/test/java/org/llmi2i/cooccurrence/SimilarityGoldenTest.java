package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.llmi2i.history.History;

/** The similarities against values that other systems computed, to 1e-12. */
public class SimilarityGoldenTest {
  private static final int ALL = 1000;

  @Test
  public void swingOfTheKnownLog() {
    List<History> histories =
        List.of(
            Toy.history("1", "10", "11", "12"),
            Toy.history("2", "12", "13"),
            Toy.history("3", "10", "11", "12"),
            Toy.history("4", "12", "13"),
            Toy.history("5", "10", "11", "12", "13"));

    Map<String, NeighborRow> table = Toy.table(histories, Swing.create(), drop(2, 3), ALL, 1);

    assertEquals(0.058845768947156235, score(table, "10", "11"), 1e-12);
    assertEquals(0.058845768947156235, score(table, "10", "12"), 1e-12);
    assertEquals(0.058845768947156235, score(table, "11", "12"), 1e-12);
    assertEquals(0.09134833828228624, score(table, "12", "13"), 1e-12);
    assertEquals(2, table.get("10").neighbors().size());
    assertEquals(2, table.get("12").neighbors().get(0).support());
  }

  @Test
  public void swingOfTheGoldenLog() {
    assertScores(
        "toy-swing-alpha1_15-alpha2_0-beta_0.3-min_2.csv", Swing.create(), drop(2, ALL), ALL);
  }

  @Test
  public void swingWithoutEveningOut() {
    assertScores(
        "toy-swing-alpha1_0-alpha2_0-beta_1-min_1.csv",
        Swing.create().withAlpha1(0).withAlpha2(0).withBeta(1),
        drop(1, ALL),
        ALL);
  }

  @Test
  public void swingWithBoundsOnUsersAndNeighbors() {
    assertScores(
        "toy-swing-alpha1_5-alpha2_1-beta_0.5-min_3-max_6-k_5.csv",
        Swing.create().withAlpha1(5).withAlpha2(1).withBeta(0.5),
        drop(3, 6),
        5);
  }

  @Test
  public void cosineOfTheGoldenLog() {
    assertScores("toy-cosine.csv", Cosine.create(), drop(1, ALL), ALL);
  }

  @Test
  public void llrOfKnownCounts() {
    assertEquals(2.772589, Llr.ratio(1, 0, 0, 1), 1e-6);
    assertEquals(27.72589, Llr.ratio(10, 0, 0, 10), 1e-5);
    assertEquals(39.33052, Llr.ratio(5, 1995, 0, 100_000), 1e-5);
    assertEquals(4730.737, Llr.ratio(1000, 1995, 1000, 100_000), 1e-3);
    assertEquals(5734.343, Llr.ratio(1000, 1000, 1000, 100_000), 1e-3);
    assertEquals(5714.932, Llr.ratio(1000, 1000, 1000, 99_000), 1e-3);
  }

  @Test
  public void llrAndJaccardOfTheGoldenLog() {
    assertPairs(Llr.create(), 6);
    assertPairs(Cosine.create(), 8);
    assertPairs(Jaccard.create(), 9);
  }

  @Test
  public void jaccardAndLiftOfTheKnownMatrix() {
    // Items that have 1, 2 and 2 users; the third shares one with each of the others.
    List<History> histories =
        List.of(Toy.history("u", "a", "c"), Toy.history("v", "b", "c"), Toy.history("w", "b"));

    Map<String, NeighborRow> jaccard = Toy.table(histories, Jaccard.create(), drop(1, ALL), ALL, 1);
    Map<String, NeighborRow> lift = Toy.table(histories, Lift.create(), drop(1, ALL), ALL, 1);

    assertEquals(0.5, score(jaccard, "a", "c"), 1e-15);
    assertEquals(1.0 / 3, score(jaccard, "b", "c"), 1e-15);
    assertEquals(0.5, score(lift, "a", "c") / 3, 1e-15);
    assertEquals(0.25, score(lift, "b", "c") / 3, 1e-15);
  }

  /** The scores of all pairs, by id, against a column of the golden table. */
  private static void assertPairs(Similarity similarity, int column) {
    Map<String, NeighborRow> table = Toy.table(Toy.histories(), similarity, drop(1, ALL), ALL, 1);
    List<String[]> rows = Toy.rows("toy-llr-cosine-jaccard.csv");
    for (String[] row : rows) {
      assertEquals(
          row[0] + " " + row[1],
          Double.parseDouble(row[column]),
          score(table, row[0], row[1]),
          1e-12);
    }
    assertEquals(132, rows.size());
  }

  @Test
  public void shrinkageStandsInTheDenominator() {
    List<History> histories = List.of(Toy.history("u", "a", "b"), Toy.history("v", "a"));

    Map<String, NeighborRow> table =
        Toy.table(histories, Cosine.create().withShrinkage(3), drop(1, ALL), ALL, 1);

    assertEquals(1 / (Math.sqrt(2) + 3), score(table, "a", "b"), 1e-15);
  }

  private static Baskets drop(int min, int max) {
    return new Baskets(min, max, CoOccurrence.OnExcess.DROP, 0);
  }

  private static double score(Map<String, NeighborRow> table, String item, String neighbor) {
    return table.get(item).neighbors().stream()
        .filter(entry -> entry.itemId().equals(neighbor))
        .findFirst()
        .orElseThrow()
        .score();
  }

  private static void assertScores(String file, Similarity similarity, Baskets baskets, int k) {
    Map<String, List<Double>> actual = new HashMap<>();
    Toy.table(Toy.histories(), similarity, baskets, k, 1)
        .forEach(
            (item, row) ->
                actual.put(item, row.neighbors().stream().map(NeighborRow.Entry::score).toList()));
    Map<String, List<Double>> expected = Toy.scores(file, k);
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (item, scores) -> {
          assertEquals(item, scores.size(), actual.get(item).size());
          for (int rank = 0; rank < scores.size(); rank++) {
            assertEquals(
                item + " at " + (rank + 1), scores.get(rank), actual.get(item).get(rank), 1e-12);
          }
        });
  }
}
