package org.llmi2i.pipelines.write;

import static org.junit.Assert.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;

/** {@link TableText}: the lines of a row, whatever its ids are. */
public class TableTextTest {
  private final TableText text = new TableText();

  @Test
  public void everyNeighborHasALine() {
    assertEquals(
        "a,b,1,0.5,12\na,c,2,1.0E-5,3\n",
        lines("a", new NeighborRow.Entry("b", 0.5, 12), new NeighborRow.Entry("c", 1e-5, 3)));
  }

  @Test
  public void aRowWithoutNeighborsHasNone() {
    assertEquals("", lines("a"));
  }

  @Test
  public void plainIdsOfAnyLength() {
    for (int length : new int[] {1, 14, 15, 16, 17, 36, 300}) {
      String id = "x".repeat(length);
      assertEquals(id + "," + id + "y,1,1.0,1\n", lines(id, new NeighborRow.Entry(id + "y", 1, 1)));
    }
  }

  /** In UTF-8 the second has 16 bytes. */
  @Test
  public void idsBeyondAscii() {
    for (String id : List.of("é", "éééééééé", "猫".repeat(40))) {
      assertEquals(id + ",b,1,1.0,1\n", lines(id, new NeighborRow.Entry("b", 1, 1)));
    }
  }

  @Test
  public void idsThatNeedQuotes() {
    for (String id : List.of("a,b", "a\nb", "0123456789,0123456789")) {
      assertEquals(
          "\"" + id + "\",\"" + id + "\",1,1.0,1\n", lines(id, new NeighborRow.Entry(id, 1, 1)));
    }
  }

  private String lines(String item, NeighborRow.Entry... neighbors) {
    NeighborRow row = new NeighborRow(item, Stream.of(neighbors).toList());
    // The ids of a row are looked at once.
    String first = new String(text.of(row), StandardCharsets.UTF_8);
    assertEquals(first, new String(text.of(row), StandardCharsets.UTF_8));
    return first;
  }
}
