package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

/** What holds for every table, whatever the similarity and the log. */
public class BlockTableTest {
  private static final Baskets ALL = new Baskets(1, 1000, CoOccurrence.OnExcess.SAMPLE, 0);
  private static final List<Similarity> SIMILARITIES =
      Stream.concat(
              SimilarityOracleTest.everySimilarity().stream(),
              Stream.of(
                  Swing.create().withMaxUserNumPerItem(3).withSeed(5),
                  Cosine.create().withShrinkage(2)))
          .toList();

  @Test
  public void theNumberOfBlocksChangesNothing() {
    List<History> histories = random(60, 25, new double[] {1, 0.3, 0.7});
    for (Similarity similarity : SIMILARITIES) {
      Map<String, NeighborRow> whole = Toy.table(histories, similarity, ALL, 10, 1);
      for (int blocks : new int[] {2, 7, 64}) {
        assertEquals(whole, Toy.table(histories, similarity, ALL, 10, blocks));
      }
    }
  }

  @Test
  public void theOrderOfArrivalChangesNothing() {
    List<History> histories = random(60, 25, new double[] {1, 0.3, 0.7});
    List<History> shuffled = new ArrayList<>(histories);
    Collections.shuffle(shuffled, new Random(7));
    for (Similarity similarity : SIMILARITIES) {
      assertEquals(
          Toy.table(histories, similarity, ALL, 10, 3),
          Toy.table(shuffled, similarity, ALL, 10, 3));
    }
  }

  @Test
  public void swingAndCosineAreSymmetric() {
    List<History> histories = random(40, 15, new double[] {1, 0.5});
    for (Similarity similarity : List.of(Swing.create(), Cosine.create())) {
      Map<String, NeighborRow> table = Toy.table(histories, similarity, ALL, 100, 1);
      table.forEach(
          (item, row) ->
              row.neighbors()
                  .forEach(
                      entry ->
                          assertEquals(entry.score(), score(table, entry.itemId(), item), 1e-12)));
    }
  }

  @Test
  public void tiesAreBrokenByItemId() {
    List<History> histories =
        List.of(Toy.history("u", "d", "b", "a", "c"), Toy.history("v", "c", "d", "a", "b"));

    Map<String, NeighborRow> table = Toy.table(histories, Swing.create(), ALL, 2, 1);

    assertEquals(List.of("b", "c"), neighbors(table.get("a")));
    assertEquals(List.of("a", "b"), neighbors(table.get("d")));
  }

  @Test
  public void supportIsTheNumberOfUsersOfBoth() {
    List<History> histories = random(50, 12, new double[] {1});
    for (Similarity similarity : SIMILARITIES) {
      Toy.table(histories, similarity, ALL, 100, 1)
          .forEach(
              (item, row) ->
                  row.neighbors()
                      .forEach(
                          entry ->
                              assertEquals(
                                  histories.stream()
                                      .filter(
                                          history ->
                                              history.items().contains(item)
                                                  && history.items().contains(entry.itemId()))
                                      .count(),
                                  entry.support())));
    }
  }

  @Test
  public void onePersonWithOneItemMakesNoRow() {
    assertEquals(Map.of(), Toy.table(List.of(Toy.history("u", "a")), Cosine.create(), ALL, 5, 1));
    assertEquals(Map.of(), Toy.table(List.of(), Swing.create(), ALL, 5, 1));
  }

  private static List<History> random(int users, int items, double[] weights) {
    Random random = new Random(11);
    List<History> histories = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      List<Event> events = new ArrayList<>();
      int count = 1 + random.nextInt(8);
      for (int i = 0; i < count; i++) {
        // The square makes a few items popular.
        int item = (int) (items * Math.pow(random.nextDouble(), 2));
        events.add(new Event("i" + item, i, weights[random.nextInt(weights.length)]));
      }
      histories.add(new History("u" + user, events));
    }
    return histories;
  }

  private static double score(Map<String, NeighborRow> table, String item, String neighbor) {
    return table.get(item).neighbors().stream()
        .filter(entry -> entry.itemId().equals(neighbor))
        .collect(Collectors.toList())
        .get(0)
        .score();
  }

  private static List<String> neighbors(NeighborRow row) {
    return row.neighbors().stream().map(NeighborRow.Entry::itemId).toList();
  }
}
