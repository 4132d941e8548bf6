package org.llmi2i.evaluate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.Test;

/** {@link TableIndex}: what is recommended to a user. Items a to e, numbered in this order. */
public class TableIndexTest {
  /** a: c 0.5, d 0.4; b: d 0.2, e 0.55; c: none; d: a, b and c, all 1. */
  private static final TableIndex TABLE =
      new TableIndex(
          new IdNumbers(new String[] {"a", "b", "c", "d", "e"}),
          new int[] {0, 2, 4, 4, 7, 7},
          new int[] {2, 3, 3, 4, 2, 0, 1},
          new double[] {0.5, 0.4, 0.2, 0.55, 1, 1, 1});

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
    TableIndex.Ranker ranker = TABLE.ranker();
    RankedList first = ranker.rank(List.of("a", "b"), Set.of("a", "b", "e"), 9);
    ranker.rank(List.of("d"), Set.of("d"), 9);
    assertSame(first, ranker.rank(List.of("a", "b"), Set.of("a", "b", "e"), 9));
  }

  @Test
  public void aTableSurvivesItsCoder() throws Exception {
    TableIndex read = CoderUtils.clone(TableIndexCoder.of(), TABLE);
    for (List<String> triggers : List.of(List.of("a", "b"), List.of("d"), List.of("e"))) {
      assertSame(
          TABLE.ranker().rank(triggers, Set.copyOf(triggers), 9),
          read.ranker().rank(triggers, Set.copyOf(triggers), 9));
    }
    CoderProperties.coderSerializable(TableIndexCoder.of());
  }

  /** Entries travel in packs; a table may end within one, at its end, or without any. */
  @Test
  public void aTableOfAnyLengthSurvivesItsCoder() throws Exception {
    for (int length : new int[] {0, 1, 4095, 4096, 4097, 8192, 10_000}) {
      int[] neighbors = IntStream.range(0, length).toArray();
      double[] scores = IntStream.range(0, length).mapToDouble(at -> 1.0 / (at + 1)).toArray();
      TableIndex read =
          CoderUtils.clone(
              TableIndexCoder.of(),
              new TableIndex(
                  new IdNumbers(new String[] {"a"}), new int[] {0, length}, neighbors, scores));
      assertArrayEquals(neighbors, read.neighbors());
      assertArrayEquals(scores, read.scores(), 0);
    }
  }

  private static void assertRanked(
      List<String> items,
      int candidates,
      int triggersWithRow,
      List<String> triggers,
      int length,
      String... seen) {
    List<String> all = new ArrayList<>(triggers);
    all.addAll(List.of(seen));
    RankedList list = TABLE.ranker().rank(triggers, Set.copyOf(all), length);
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
