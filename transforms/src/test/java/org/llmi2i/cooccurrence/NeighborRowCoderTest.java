package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.Test;

/** {@link NeighborRowCoder}: rows come back as they were, and travel on without becoming text. */
public class NeighborRowCoderTest {
  private static final List<NeighborRow> ROWS =
      List.of(
          new NeighborRow("a", List.of()),
          new NeighborRow("", List.of(new NeighborRow.Entry("b", -0.5, 0))),
          new NeighborRow(
              "Mütze",
              List.of(
                  new NeighborRow.Entry("\ud83e\udde3 scarf", 1e300, Long.MAX_VALUE),
                  new NeighborRow.Entry("b", 0.1, 1))));

  @Test
  public void rowsSurvive() throws Exception {
    for (NeighborRow row : ROWS) {
      CoderProperties.coderDecodeEncodeEqual(NeighborRowCoder.of(), row);
    }
    CoderProperties.coderSerializable(NeighborRowCoder.of());
  }

  @Test
  public void aRowThatWasReadIsWrittenTheSame() throws Exception {
    for (NeighborRow row : ROWS) {
      NeighborRow read = CoderUtils.clone(NeighborRowCoder.of(), row);
      assertEquals(row, CoderUtils.clone(NeighborRowCoder.of(), read));
    }
  }

  @Test
  public void aRowTakesOnlyItsOwnOfTheIdsThatRowsShare() throws Exception {
    ItemIds ids = new ItemIds(new String[] {"a", "b", "c"});
    NeighborRow row = new NeighborRow(ids, 2, 1);
    row.set(0, 1, 0.5, 3);
    NeighborRow read = CoderUtils.clone(NeighborRowCoder.of(), row);
    assertEquals(new NeighborRow("c", List.of(new NeighborRow.Entry("b", 0.5, 3))), read);
    assertEquals(2, read.ids().count());
  }
}
