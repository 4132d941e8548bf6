package org.llmi2i.evaluate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;

/** {@link TableEntries}: entries in any order become one table. */
public class TableEntriesTest {
  private record Entry(String item, String neighbor, double score) {}

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("b", "a", 0.9),
          new Entry("b", "c", 0.5),
          new Entry("a", "b", 0.9),
          new Entry("c", "z", 0.1));

  @Test
  public void itemsAreNumberedInTheOrderOfTheirIds() {
    assertTable(rows(ENTRIES).toTable());
  }

  @Test
  public void theRowsOfAnItemNeedNotStandTogether() {
    assertTable(
        rows(List.of(ENTRIES.get(0), ENTRIES.get(3), ENTRIES.get(2), ENTRIES.get(1))).toTable());
  }

  @Test
  public void partsAddUpToTheWhole() {
    for (int cut = 0; cut <= ENTRIES.size(); cut++) {
      TableEntries whole = new TableEntries();
      whole.add(rows(ENTRIES.subList(0, cut)));
      whole.add(rows(ENTRIES.subList(cut, ENTRIES.size())));
      assertEquals(4, whole.size());
      assertTable(whole.toTable());
    }
  }

  @Test
  public void noEntries() {
    TableIndex table = new TableEntries().toTable((item, neighbor, score, kept) -> fail());
    assertEquals(0, table.ids().count());
    assertArrayEquals(new int[] {0}, table.starts());
    assertArrayEquals(new int[0], table.neighbors());
  }

  @Test
  public void aTableWithoutRepeatedNeighborsIsWhole() {
    assertTable(rows(ENTRIES).toTable((item, neighbor, score, kept) -> fail()));
  }

  /**
   * The neighbor c of b stands there four times, and a is a neighbor of two items, which is fine.
   */
  @Test
  public void ofARepeatedNeighborTheHighestScoreWinsInWhateverOrder() {
    List<Entry> entries = new ArrayList<>(ENTRIES);
    entries.add(new Entry("b", "c", 0.2));
    entries.add(new Entry("c", "a", 0.3));
    entries.add(new Entry("b", "c", 0.4));
    entries.add(new Entry("b", "c", 0.5));
    Random random = new Random(2);
    for (int round = 0; round < 50; round++) {
      Collections.shuffle(entries, random);
      List<String> repeated = new ArrayList<>();
      TableIndex table =
          rows(entries)
              .toTable(
                  (item, neighbor, score, kept) ->
                      repeated.add(item + " " + neighbor + " " + score + " for " + kept));
      Collections.sort(repeated);
      assertEquals(List.of("b c 0.2 for 0.5", "b c 0.4 for 0.5", "b c 0.5 for 0.5"), repeated);
      assertEquals(List.of("a", "b", "c", "z"), ids(table));
      assertArrayEquals(new int[] {0, 1, 3, 5, 5}, table.starts());
      assertEquals(List.of("1 0.9"), row(table, 0));
      assertEquals(List.of("0 0.9", "2 0.5"), row(table, 1));
      assertEquals(List.of("0 0.3", "3 0.1"), row(table, 2));
    }
  }

  /** More than the arrays begin with. */
  @Test
  public void manyEntries() {
    TableEntries rows = new TableEntries();
    for (int i = 0; i < 5000; i++) {
      rows.add("i" + i % 7, "n" + i, i);
    }
    TableIndex table = rows.toTable();
    assertEquals(5007, table.ids().count());
    assertEquals(5000, table.neighbors().length);
    assertEquals("i0", table.ids().id(0));
    assertEquals(715, table.starts()[1]);
    assertEquals(7, table.scores()[1], 0);
    assertEquals("n7", table.ids().id(table.neighbors()[1]));
  }

  /** Entries travel in packs; a part may end within one, at its end, or have none. */
  @Test
  public void aPartOfAnyLengthSurvivesItsCoder() throws Exception {
    for (int length : new int[] {0, 1, 4095, 4096, 4097, 8192, 10_000}) {
      TableEntries rows = new TableEntries();
      for (int at = 0; at < length; at++) {
        rows.add("i" + (at * 7919) % 500, "é" + at, 1.0 / (at + 1));
      }
      TableIndex table = rows.toTable();
      TableIndex read = CoderUtils.clone(TableEntriesCoder.of(), rows).toTable();
      assertEquals(ids(table), ids(read));
      assertArrayEquals(table.starts(), read.starts());
      assertArrayEquals(table.neighbors(), read.neighbors());
      assertArrayEquals(table.scores(), read.scores(), 0);
    }
    CoderProperties.coderSerializable(TableEntriesCoder.of());
  }

  /** JSON can hold such ids; each stays itself. */
  @Test
  public void idsThatHaveNoUtf8SurviveTheCoders() throws Exception {
    TableEntries entries = new TableEntries();
    entries.add("\ud800", "\ud801", 1);
    entries.add("?", "\ud800", 2);
    TableEntries read = CoderUtils.clone(TableEntriesCoder.of(), entries);
    read.add("?", "z", 3);
    TableIndex table = CoderUtils.clone(TableIndexCoder.of(), read.toTable());
    assertEquals(List.of("?", "z", "\ud800", "\ud801"), ids(table));
    assertArrayEquals(new int[] {0, 2, 2, 3, 3}, table.starts());
    assertEquals(List.of("1 3.0", "2 2.0"), row(table, 0));
    assertEquals(List.of("3 1.0"), row(table, 2));
  }

  @Test
  public void entriesAreAddedToADecodedPart() throws Exception {
    TableEntries entries = CoderUtils.clone(TableEntriesCoder.of(), new TableEntries());
    ENTRIES.forEach(entry -> entries.add(entry.item(), entry.neighbor(), entry.score()));
    assertTable(entries.toTable());
  }

  /** Rows of one origin share their ids by number; others follow that have numbers of their own. */
  @Test
  public void rowsOfOneOriginAndOfOthersAreOneTable() throws Exception {
    NeighborRow own = new NeighborRow("a", List.of(entry("c", 1), entry("b", 2)));
    NeighborRow read =
        CoderUtils.clone(
            NeighborRowCoder.of(), new NeighborRow("c", List.of(entry("a", 4), entry("d", 3))));
    TableEntries rows = new TableEntries();
    rows.add(own);
    rows.add(own);
    rows.add(read);
    TableIndex table = rows.toTable();
    assertEquals(List.of("a", "b", "c", "d"), ids(table));
    assertEquals(List.of("1 2.0", "1 2.0", "2 1.0", "2 1.0"), row(table, 0));
    assertEquals(List.of(), row(table, 1));
    assertEquals(List.of("0 4.0", "3 3.0"), row(table, 2));
  }

  private static NeighborRow.Entry entry(String item, double score) {
    return new NeighborRow.Entry(item, score, 1);
  }

  private static List<String> ids(TableIndex table) {
    return IntStream.range(0, table.ids().count()).mapToObj(table.ids()::id).toList();
  }

  private static TableEntries rows(List<Entry> entries) {
    TableEntries rows = new TableEntries();
    entries.forEach(entry -> rows.add(entry.item(), entry.neighbor(), entry.score()));
    return rows;
  }

  private static void assertTable(TableIndex table) {
    assertEquals(List.of("a", "b", "c", "z"), ids(table));
    assertArrayEquals(new int[] {0, 1, 3, 4, 4}, table.starts());
    assertArrayEquals(new int[] {1, 0, 2, 3}, table.neighbors());
    assertArrayEquals(new double[] {0.9, 0.9, 0.5, 0.1}, table.scores(), 0);
  }

  private static List<String> row(TableIndex table, int item) {
    List<String> row = new ArrayList<>();
    for (int at = table.starts()[item]; at < table.starts()[item + 1]; at++) {
      row.add(table.neighbors()[at] + " " + table.scores()[at]);
    }
    Collections.sort(row);
    return row;
  }

  private static void fail() {
    throw new AssertionError("nothing is repeated");
  }
}
