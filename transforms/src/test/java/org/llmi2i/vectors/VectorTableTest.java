package org.llmi2i.vectors;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRow.Entry;

/** {@link VectorTable}: rows of vectors that are known. */
public class VectorTableTest {
  /** Users of a and b: 2; of a and c: 1; of b and c: 1; d is had with c alone. */
  private static final TrainingLog LOG =
      TrainingLog.of(
          List.of(
              List.of(
                  TwoClusters.history("u", List.of("a", "b")),
                  TwoClusters.history("v", List.of("a", "b", "c")),
                  TwoClusters.history("w", List.of("c", "d")))));

  private static final float[][] VECTORS = {{1, 0}, {0.8f, 0.6f}, {1, 0}, {-1, 0}};

  private static List<NeighborRow> rows(int k) {
    List<NeighborRow> rows = new ArrayList<>();
    VectorTable.rows(LOG, VECTORS, k, rows::add);
    return rows;
  }

  @Test
  public void nearestFirstWithTheUsersOfBothNeverTheItemItselfNorWhatPointsAway() {
    double near = 0.8f;
    assertEquals(
        List.of(
            new NeighborRow("a", List.of(new Entry("c", 1, 1), new Entry("b", near, 2))),
            new NeighborRow("b", List.of(new Entry("a", near, 2), new Entry("c", near, 1))),
            new NeighborRow("c", List.of(new Entry("a", 1, 1), new Entry("b", near, 1)))),
        rows(3));
  }

  @Test
  public void kAreKept() {
    assertEquals(List.of(1, 1, 1), rows(1).stream().map(NeighborRow::size).toList());
  }
}
