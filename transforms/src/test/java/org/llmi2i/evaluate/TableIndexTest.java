package org.llmi2i.evaluate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.Test;

/** {@link TableIndex} between workers. */
public class TableIndexTest {
  /** a: c 0.5, d 0.4; b: d 0.2, e 0.55; c: none; d: a, b and c, all 1. */
  private static final TableIndex TABLE =
      new TableIndex(
          new IdNumbers(new String[] {"a", "b", "c", "d", "e"}),
          new int[] {0, 2, 4, 4, 7, 7},
          new int[] {2, 3, 3, 4, 2, 0, 1},
          new double[] {0.5, 0.4, 0.2, 0.55, 1, 1, 1});

  @Test
  public void aTableSurvivesItsCoder() throws Exception {
    TableIndex read = CoderUtils.clone(TableIndexCoder.of(), TABLE);
    assertEquals(TABLE.ids().inOrder().toList(), read.ids().inOrder().toList());
    assertArrayEquals(TABLE.starts(), read.starts());
    assertArrayEquals(TABLE.neighbors(), read.neighbors());
    assertArrayEquals(TABLE.scores(), read.scores(), 0);
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
}
