package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

/** What holds for every table, whatever the similarity and the log. */
public class BlockTableTest {
  private static final Baskets ALL = new Baskets(1, 1000, CoOccurrence.OnExcess.SAMPLE, 0);
  private static final List<Similarity> SIMILARITIES =
      List.of(
          Swing.create(),
          Swing.create().withMaxUserNumPerItem(3).withSeed(5),
          Cosine.create(),
          Cosine.create().withShrinkage(2));

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
  public void cosineIsTheCosineOfTheWeightedVectors() {
    List<History> histories = random(30, 10, new double[] {1, 0.25, 0.6});
    Map<String, NeighborRow> table = Toy.table(histories, Cosine.create(), ALL, 100, 2);
    table.forEach(
        (item, row) ->
            row.neighbors()
                .forEach(
                    entry ->
                        assertEquals(
                            directCosine(histories, item, entry.itemId()), entry.score(), 1e-9)));
  }

  @Test
  public void swingIsTheSumOverPairsOfUsers() {
    List<History> histories = random(30, 10, new double[] {1, 0.25, 0.6});
    Map<String, NeighborRow> table = Toy.table(histories, Swing.create(), ALL, 100, 2);
    table.forEach(
        (item, row) ->
            row.neighbors()
                .forEach(
                    entry ->
                        assertEquals(
                            directSwing(histories, item, entry.itemId()), entry.score(), 1e-12)));
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

  private static double directCosine(List<History> histories, String first, String second) {
    double both = 0;
    double ofFirst = 0;
    double ofSecond = 0;
    for (History history : histories) {
      double a = weight(history, first);
      double b = weight(history, second);
      both += a * b;
      ofFirst += a * a;
      ofSecond += b * b;
    }
    return both / Math.sqrt(ofFirst * ofSecond);
  }

  private static double directSwing(List<History> histories, String first, String second) {
    double sum = 0;
    for (int u = 0; u < histories.size(); u++) {
      for (int v = u + 1; v < histories.size(); v++) {
        History one = histories.get(u);
        History other = histories.get(v);
        TreeSet<String> shared = new TreeSet<>(one.items());
        shared.retainAll(other.items());
        if (shared.contains(first) && shared.contains(second)) {
          sum += userPart(one, first, second) * userPart(other, first, second) / shared.size();
        }
      }
    }
    return sum;
  }

  private static double userPart(History history, String first, String second) {
    return weight(history, first)
        * weight(history, second)
        / Math.pow(history.items().size() + 15, 0.3);
  }

  private static double weight(History history, String item) {
    return history.events().stream()
        .filter(event -> event.itemId().equals(item))
        .mapToDouble(Event::weight)
        .max()
        .orElse(0);
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
