package org.llmi2i.vectors;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.history.History;
import org.llmi2i.history.HistoryCoder;

/** {@link ItemVectors}: tables of trained models in a pipeline. */
public class ItemVectorsTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static List<NeighborRow> rows(ItemModel model, int k) {
    TrainingLog log = TrainingLog.of(List.of(TwoClusters.histories()));
    List<NeighborRow> rows = new ArrayList<>();
    VectorTable.rows(log, model.train(log, loss -> {}), k, rows::add);
    return rows;
  }

  private void assertTable(ItemVectors table, List<History> histories, List<NeighborRow> expected) {
    PAssert.that(pipeline.apply(Create.of(histories).withCoder(HistoryCoder.of())).apply(table))
        .containsInAnyOrder(expected);
    pipeline.run();
  }

  @Test
  public void theTableIsThatOfTheModel() {
    assertTable(
        ItemVectors.bpr().withDimensions(8).withEpochs(3).withSeed(5).withK(4),
        TwoClusters.histories(),
        rows(Bpr.of(8, 3, 5), 4));
  }

  @Test
  public void twoTowersAreAModelToo() {
    assertTable(
        ItemVectors.twoTower().withDimensions(8).withEpochs(3).withSeed(5).withK(4),
        TwoClusters.histories(),
        rows(TwoTower.of(8, 3, 5), 4));
  }

  @Test
  public void noHistoriesNoRows() {
    assertTable(ItemVectors.twoTower(), List.of(), List.of());
  }

  @Test
  public void whatNobodyHasBesideAnotherItemHasNoRow() {
    assertTable(
        ItemVectors.bpr(),
        List.of(
            TwoClusters.history("u", List.of("a")), TwoClusters.history("v", List.of("a", "a"))),
        List.of());
  }

  @Test
  public void numbersBelowOneAreRefused() {
    assertEquals(
        "epochs: must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> ItemVectors.bpr().withEpochs(0))
            .getMessage());
  }
}
