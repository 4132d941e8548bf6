package org.llmi2i.vectors;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

/** {@link Bpr} and {@link TwoTower}: what both owe to a log. */
public class ItemModelTest {
  private static final List<ItemModel> MODELS = List.of(Bpr.of(16, 60, 7), TwoTower.of(16, 60, 7));

  private static TrainingLog log(List<History> histories) {
    return TrainingLog.of(List.of(histories));
  }

  private static float[][] train(ItemModel model, List<History> histories) {
    return model.train(log(histories), loss -> {});
  }

  @Test
  public void itemsThatNeverMixAreNoNeighbors() {
    TrainingLog log = log(TwoClusters.histories());
    for (ItemModel model : MODELS) {
      List<NeighborRow> rows = new ArrayList<>();
      VectorTable.rows(log, model.train(log, loss -> {}), 5, rows::add);
      assertEquals(2 * TwoClusters.ITEMS, rows.size());
      for (NeighborRow row : rows) {
        assertEquals(5, row.size());
        for (NeighborRow.Entry entry : row.neighbors()) {
          assertEquals(model + ": " + row, row.itemId().charAt(0), entry.itemId().charAt(0));
        }
      }
    }
  }

  @Test
  public void theLossFalls() {
    for (ItemModel model : MODELS) {
      List<Double> losses = new ArrayList<>();
      model.train(log(TwoClusters.histories()), losses::add);
      assertTrue(losses.size() > 1);
      assertTrue(model + ": " + losses, losses.get(losses.size() - 1) < 0.9 * losses.get(0));
    }
  }

  @Test
  public void theSameLogGivesTheSameVectorsToTheLastBitInAnyOrder() {
    List<History> shuffled = new ArrayList<>(TwoClusters.histories());
    Collections.shuffle(shuffled, new Random(2));
    for (ItemModel model : MODELS) {
      float[][] vectors = train(model, TwoClusters.histories());
      float[][] again = train(model, shuffled);
      for (int item = 0; item < vectors.length; item++) {
        assertArrayEquals(vectors[item], again[item], 0);
      }
    }
  }

  /** Numbers that Java hands to PyTorch lie in Java's memory until the gradient has read them. */
  @Test
  public void theGarbageCollectorChangesNoBit() throws InterruptedException {
    for (ItemModel model : List.of(Bpr.of(64, 100, 7), TwoTower.of(64, 100, 7))) {
      float[][] vectors = train(model, TwoClusters.histories());
      AtomicBoolean trained = new AtomicBoolean();
      Thread collector =
          new Thread(
              () -> {
                while (!trained.get()) {
                  System.gc();
                }
              });
      collector.start();
      try {
        float[][] again = train(model, TwoClusters.histories());
        for (int item = 0; item < vectors.length; item++) {
          assertArrayEquals(model.toString(), vectors[item], again[item], 0);
        }
      } finally {
        trained.set(true);
        collector.join();
      }
    }
  }

  @Test
  public void anotherSeedGivesOtherVectors() {
    assertNotEquals(
        train(Bpr.of(4, 1, 1), TwoClusters.histories())[0][0],
        train(Bpr.of(4, 1, 2), TwoClusters.histories())[0][0],
        0);
    assertNotEquals(
        train(TwoTower.of(4, 1, 1), TwoClusters.histories())[0][0],
        train(TwoTower.of(4, 1, 2), TwoClusters.histories())[0][0],
        0);
  }

  /** Users of both kinds join a0 and b0, at first by hardly anything. */
  @Test
  public void interactionsCountWithTheirWeight() {
    for (ItemModel model : MODELS) {
      assertTrue(model.toString(), joined(model, 3) > joined(model, 1e-6) + 0.1);
    }
  }

  /** The cosine of a0 and b0 if 40 users have both, with this weight. */
  private static double joined(ItemModel model, double weight) {
    List<History> histories = new ArrayList<>(TwoClusters.histories());
    for (int user = 0; user < 40; user++) {
      histories.add(
          new History(
              "joins" + user, List.of(new Event("a0", 1, weight), new Event("b0", 2, weight))));
    }
    float[][] vectors = train(model, histories);
    double product = 0;
    for (int i = 0; i < vectors[0].length; i++) {
      product += vectors[0][i] * vectors[TwoClusters.ITEMS][i];
    }
    return product;
  }

  @Test
  public void vectorsHaveLengthOneAlsoOfTheSmallestLog() {
    List<History> smallest = List.of(TwoClusters.history("u", List.of("a", "b")));
    for (ItemModel model : MODELS) {
      for (float[] vector : train(model, smallest)) {
        double squares = 0;
        for (float value : vector) {
          squares += value * value;
        }
        assertEquals(model.toString(), 1, squares, 1e-5);
      }
    }
  }
}
