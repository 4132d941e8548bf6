package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;

public class RankedListTest {
  private static final Set<String> THREE = Set.of("r1", "r2", "r3");

  /** NDCG@3 of three relevant items, so that the ideal is a list full of hits. */
  @Test
  public void ndcgByTheRanksOfTheHits() {
    assertEquals(0, list("x", "y", "z").ndcg(THREE, 3), 0);
    assertEquals(0.46927873, list("r1", "y", "z").ndcg(THREE, 3), 1e-8);
    assertEquals(0.70391809, list("r1", "y", "r2").ndcg(THREE, 3), 1e-8);
    assertEquals(1, list("r3", "r1", "r2").ndcg(THREE, 3), 1e-15);
  }

  @Test
  public void theIdealOfFewRelevantItemsIsShorterThanTheList() {
    assertEquals(1, list("r", "x", "y").ndcg(Set.of("r"), 3), 0);
    assertEquals(1 / (Math.log(3) / Math.log(2)), list("x", "r").ndcg(Set.of("r"), 3), 1e-15);
  }

  @Test
  public void recallIsHitsByRelevantItems() {
    assertEquals(0, hits(0, 0, 0).recall(relevant(1), 3), 0);
    assertEquals(1, hits(1, 1, 1).recall(relevant(3), 3), 0);
    assertEquals(0.5, hits(1, 0, 1).recall(relevant(4), 3), 0);
    assertEquals(0.5, hits(0, 0, 1).recall(relevant(2), 3), 0);
  }

  @Test
  public void onlyTheFirstKCount() {
    assertEquals(0, list("x", "r").recall(Set.of("r"), 1), 0);
    assertEquals(1, list("x", "r").recall(Set.of("r"), 2), 0);
    assertEquals(0, list("x", "r").ndcg(Set.of("r"), 1), 0);
  }

  @Test
  public void aListShorterThanKMissesTheRest() {
    assertEquals(0.5, list("r1").recall(Set.of("r1", "r2"), 10), 0);
    assertEquals(0, list().recall(THREE, 10), 0);
    assertEquals(0, list().ndcg(THREE, 10), 0);
  }

  @Test
  public void withoutRelevantItemsThereIsNoFigure() {
    assertTrue(Double.isNaN(list("x").recall(Set.of(), 10)));
    assertTrue(Double.isNaN(list("x").ndcg(Set.of(), 10)));
  }

  @Test
  public void scoresOfAllTriggersAddUp() {
    Map<String, NeighborRow> table =
        Map.of("t", row("t", "a", 0.5, "b", 0.4), "s", row("s", "b", 0.2, "c", 0.55));
    assertEquals(List.of("b", "c", "a"), items(table, List.of("t", "s"), Set.of("t", "s"), 9));
    assertEquals(List.of("a", "b"), items(table, List.of("t"), Set.of("t", "s"), 9));
  }

  @Test
  public void tiesAreBrokenById() {
    Map<String, NeighborRow> table = Map.of("t", row("t", "c", 1.0, "a", 1.0, "b", 1.0));
    assertEquals(List.of("a", "b", "c"), items(table, List.of("t"), Set.of("t"), 9));
    assertEquals(List.of("a", "b"), items(table, List.of("t"), Set.of("t"), 2));
  }

  @Test
  public void whatTheUserHasIsLeftOutAndTakesNoPlace() {
    Map<String, NeighborRow> table = Map.of("t", row("t", "seen", 9.0, "a", 2.0, "b", 1.0));
    assertEquals(List.of("a", "b"), items(table, List.of("t"), Set.of("t", "seen"), 2));
  }

  @Test
  public void aTriggerWithoutRowAddsNothing() {
    assertEquals(List.of(), items(Map.of(), List.of("t"), Set.of("t"), 9));
  }

  private static List<String> items(
      Map<String, NeighborRow> table, List<String> triggers, Set<String> seen, int length) {
    return RankedList.of(triggers, seen, table, length).items();
  }

  private static RankedList list(String... items) {
    return new RankedList(List.of(items));
  }

  /** A list with relevant items where there is a 1. */
  private static RankedList hits(int... pattern) {
    List<String> items = new ArrayList<>();
    for (int hit : pattern) {
      items.add((hit == 1 ? "r" : "x") + items.size());
    }
    return new RankedList(items);
  }

  /** So many relevant items, of which those of lowest number may be in {@link #hits}. */
  private static Set<String> relevant(int count) {
    return Set.copyOf(
        count == 2
            ? List.of("r2", "r9")
            : IntStream.range(0, count).mapToObj(i -> "r" + i).toList());
  }

  /** A row of items and their scores. */
  private static NeighborRow row(String item, Object... neighbors) {
    List<NeighborRow.Entry> entries = new ArrayList<>();
    for (int i = 0; i < neighbors.length; i += 2) {
      entries.add(new NeighborRow.Entry((String) neighbors[i], (Double) neighbors[i + 1], 1));
    }
    return new NeighborRow(item, entries);
  }
}
