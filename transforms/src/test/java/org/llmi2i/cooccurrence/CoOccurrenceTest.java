package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.history.History;
import org.llmi2i.history.HistoryCoder;

/** {@link CoOccurrence} in a pipeline: the blocks together give the table of the plain kernel. */
public class CoOccurrenceTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final Baskets ALL = new Baskets(1, 1000, CoOccurrence.OnExcess.SAMPLE, 0);

  @Test
  public void swingTable() {
    PAssert.that(table(Toy.histories(), CoOccurrence.swing().withK(4)))
        .containsInAnyOrder(Toy.table(Toy.histories(), Swing.create(), ALL, 4, 1).values());
    pipeline.run();
  }

  @Test
  public void cosineTable() {
    PAssert.that(table(Toy.histories(), CoOccurrence.cosine()))
        .containsInAnyOrder(Toy.table(Toy.histories(), Cosine.create(), ALL, 50, 1).values());
    pipeline.run();
  }

  @Test
  public void everySimilarityGivesTheTableOfItsKernel() {
    PCollection<History> log =
        pipeline.apply(Create.of(Toy.histories()).withCoder(HistoryCoder.of()));
    for (Similarity similarity : SimilarityOracleTest.everySimilarity()) {
      PAssert.that(log.apply(similarity.name(), CoOccurrence.of(similarity).withK(4)))
          .containsInAnyOrder(Toy.table(Toy.histories(), similarity, ALL, 4, 1).values());
    }
    pipeline.run();
  }

  @Test
  public void anEmptyLogGivesAnEmptyTable() {
    PCollection<History> log =
        pipeline.apply(Create.of(List.<History>of()).withCoder(HistoryCoder.of()));
    for (Similarity similarity : SimilarityOracleTest.everySimilarity()) {
      PAssert.that(log.apply(similarity.name(), CoOccurrence.of(similarity))).empty();
    }
    pipeline.run();
  }

  @Test
  public void whatWasMetBeforeMayCountLess() {
    List<History> histories = List.of(Toy.history("u", "a", "b"));
    PAssert.that(table(histories, CoOccurrence.cosine().withBackwardWeight(0.7)))
        .containsInAnyOrder(
            new NeighborRow("a", List.of(new NeighborRow.Entry("b", 1, 1))),
            new NeighborRow("b", List.of(new NeighborRow.Entry("a", 0.7, 1))));
    pipeline.run();
  }

  @Test
  public void theMemoryOfABlockChangesNothing() {
    PAssert.that(table(Toy.histories(), CoOccurrence.cosine().withBlockMemory(1 << 20)))
        .containsInAnyOrder(Toy.table(Toy.histories(), Cosine.create(), ALL, 50, 1).values());
    pipeline.run();
  }

  @Test
  public void minSupportLeavesOutRarePairs() {
    List<History> histories =
        List.of(Toy.history("u", "a", "b", "c"), Toy.history("v", "a", "b"), Toy.history("w", "a"));
    PAssert.that(table(histories, CoOccurrence.cosine().withMinSupport(2)))
        .containsInAnyOrder(
            new NeighborRow("a", List.of(new NeighborRow.Entry("b", 2 / Math.sqrt(6), 2))),
            new NeighborRow("b", List.of(new NeighborRow.Entry("a", 2 / Math.sqrt(6), 2))));
    pipeline.run();
  }

  @Test
  public void usersOfTooFewItemsAreLeftOut() {
    List<History> histories = List.of(Toy.history("u", "a", "b"), Toy.history("v", "a"));
    PAssert.that(table(histories, CoOccurrence.cosine().withMinUserBehavior(2)))
        .containsInAnyOrder(
            new NeighborRow("a", List.of(new NeighborRow.Entry("b", 1, 1))),
            new NeighborRow("b", List.of(new NeighborRow.Entry("a", 1, 1))));
    pipeline.run();
  }

  @Test
  public void usersOfTooManyItemsAreDroppedOnRequest() {
    List<History> histories = List.of(Toy.history("u", "a", "b", "c"), Toy.history("v", "a", "b"));
    PAssert.that(
            table(
                histories,
                CoOccurrence.cosine()
                    .withMaxUserBehavior(2)
                    .withOnExcess(CoOccurrence.OnExcess.DROP)))
        .containsInAnyOrder(
            new NeighborRow("a", List.of(new NeighborRow.Entry("b", 1, 1))),
            new NeighborRow("b", List.of(new NeighborRow.Entry("a", 1, 1))));
    pipeline.run();
  }

  @Test
  public void usersOfTooManyItemsAreSampledByDefault() {
    List<History> histories = List.of(Toy.history("u", "a", "b", "c", "d"));
    PAssert.that(table(histories, CoOccurrence.cosine().withMaxUserBehavior(2)))
        .satisfies(
            rows -> {
              int count = 0;
              for (NeighborRow row : rows) {
                assertTrue(row.neighbors().size() == 1);
                count++;
              }
              assertTrue("2 of the 4 items stay, got " + count, count == 2);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void impossibleSettingsNameThemselves() {
    pipeline.enableAbandonedNodeEnforcement(false);
    IllegalArgumentException k =
        assertThrows(IllegalArgumentException.class, () -> CoOccurrence.swing().withK(0));
    assertTrue(k.getMessage(), k.getMessage().equals("k: must be at least 1, got 0"));
    IllegalArgumentException bounds =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                table(
                    List.of(), CoOccurrence.swing().withMinUserBehavior(5).withMaxUserBehavior(4)));
    assertTrue(
        bounds.getMessage(),
        bounds.getMessage().equals("minUserBehavior: must be at most maxUserBehavior = 4, got 5"));
  }

  private PCollection<NeighborRow> table(List<History> histories, CoOccurrence.Table table) {
    return pipeline.apply(Create.of(histories).withCoder(HistoryCoder.of())).apply("Table", table);
  }
}
