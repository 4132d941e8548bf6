package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** {@link JoinedTable}: what is recommended to a user. Items a to e, numbered in this order. */
public class JoinedTableTest {
  /** a: c 0.5, d 0.4; b: d 0.2, e 0.55; c: none; d: a, b and c, all 1. */
  private static final JoinedTable TABLE =
      new JoinedTable(
          List.of(
              new TableIndex(
                  new IdNumbers(new String[] {"a", "b", "c", "d", "e"}),
                  new int[] {0, 2, 4, 4, 7, 7},
                  new int[] {2, 3, 3, 4, 2, 0, 1},
                  new double[] {0.5, 0.4, 0.2, 0.55, 1, 1, 1})));

  @Test
  public void scoresOfAllTriggersAddUp() {
    assertRanked(List.of("d", "e", "c"), 3, 2, List.of("a", "b"), 9);
    assertRanked(List.of("c", "d"), 2, 1, List.of("a"), 9);
  }

  @Test
  public void tiesAreBrokenByIdAlsoAtTheEndOfTheList() {
    assertRanked(List.of("a", "b", "c"), 3, 1, List.of("d"), 9);
    assertRanked(List.of("a", "b"), 3, 1, List.of("d"), 2);
  }

  @Test
  public void whatTheUserHasIsLeftOutAndTakesNoPlace() {
    assertRanked(List.of("b"), 1, 1, List.of("d"), 1, "a", "c", "unknown");
  }

  @Test
  public void aTriggerWithoutRowAddsNothing() {
    assertRanked(List.of(), 0, 0, List.of("c", "e", "unknown"), 9);
  }

  @Test
  public void oneUserLeavesNothingBehindForTheNext() {
    JoinedTable.Ranker ranker = TABLE.ranker();
    RankedList first = ranker.rank(List.of("e", "a", "b"), 2, 9);
    ranker.rank(List.of("d"), 1, 9);
    assertSame(first, ranker.rank(List.of("e", "a", "b"), 2, 9));
  }

  /** Parts name their items each for itself, and a neighbor may have its row in another part. */
  @Test
  public void partsRankAsTheWholeDoes() {
    TableIndex ofD =
        new TableIndex(
            new IdNumbers(new String[] {"a", "b", "c", "d"}),
            new int[] {0, 0, 0, 0, 3},
            new int[] {2, 0, 1},
            new double[] {1, 1, 1});
    TableIndex rest =
        new TableIndex(
            new IdNumbers(new String[] {"a", "b", "c", "d", "e"}),
            new int[] {0, 2, 4, 4, 4, 4},
            new int[] {2, 3, 3, 4},
            new double[] {0.5, 0.4, 0.2, 0.55});
    TableIndex empty = new TableEntries().toTable();
    JoinedTable.Ranker whole = TABLE.ranker();
    for (List<TableIndex> parts : List.of(List.of(ofD, rest), List.of(rest, empty, ofD))) {
      JoinedTable table = new JoinedTable(parts);
      assertEquals(List.of("a", "b", "c", "d", "e"), table.ids().inOrder().toList());
      JoinedTable.Ranker ranker = table.ranker();
      for (List<String> items :
          List.of(List.of("a", "b"), List.of("d"), List.of("c", "e", "d", "b"))) {
        assertSame(whole.rank(items, 2, 9), ranker.rank(items, 2, 9));
      }
    }
  }

  @Test
  public void anItemWithRowsInTwoPartsIsRefused() {
    TableEntries part = new TableEntries();
    part.add("a", "b", 1);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new JoinedTable(List.of(part.toTable(), part.toTable())));
    assertEquals("table: the rows of an item must be one row, got several of a", e.getMessage());
  }

  @Test
  public void aTableOfNoPartRecommendsNothing() {
    RankedList list = new JoinedTable(List.of()).ranker().rank(List.of("a"), 1, 9);
    assertEquals(0, list.numbers().length);
    assertEquals(0, list.candidates());
    assertEquals(0, list.triggersWithRow());
    assertEquals(0, list.rank("a"));
  }

  private static void assertRanked(
      List<String> items,
      int candidates,
      int triggersWithRow,
      List<String> triggers,
      int length,
      String... seen) {
    List<String> all = new ArrayList<>(List.of(seen));
    all.addAll(triggers);
    RankedList list = TABLE.ranker().rank(all, triggers.size(), length);
    assertEquals(items, items(list));
    assertEquals(candidates, list.candidates());
    assertEquals(triggersWithRow, list.triggersWithRow());
  }

  private static List<String> items(RankedList list) {
    return IntStream.of(list.numbers()).mapToObj(TABLE.ids()::id).toList();
  }

  private static void assertSame(RankedList expected, RankedList actual) {
    assertEquals(items(expected), items(actual));
    assertEquals(expected.candidates(), actual.candidates());
    assertEquals(expected.triggersWithRow(), actual.triggersWithRow());
  }
}
