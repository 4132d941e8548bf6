package org.llmi2i.split;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.llmi2i.testing.Records.day;
import static org.llmi2i.testing.Records.interaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.testing.Records;

public class SplitTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void atATimeWhatIsAtItIsHoldout() {
    PCollectionTuple parts =
        split(
            Split.at(day(5)),
            interaction("u", "a", 4),
            interaction("u", "b", 5),
            interaction("v", "a", 6),
            interaction("v", "b", 4));
    PAssert.that(parts.get(Split.TRAIN))
        .containsInAnyOrder(interaction("u", "a", 4), interaction("v", "b", 4));
    PAssert.that(parts.get(Split.HOLDOUT))
        .containsInAnyOrder(interaction("u", "b", 5), interaction("v", "a", 6));
    pipeline.run();
  }

  @Test
  public void atATimeThatNothingPrecedesAllIsHoldout() {
    PCollectionTuple parts = split(Split.at(day(1)), interaction("u", "a", 1));
    PAssert.that(parts.get(Split.TRAIN)).empty();
    PAssert.that(parts.get(Split.HOLDOUT)).containsInAnyOrder(interaction("u", "a", 1));
    pipeline.run();
  }

  @Test
  public void atAFractionOfTheTimeNotOfTheInteractions() {
    PCollectionTuple parts =
        split(
            Split.atFraction(0.9),
            interaction("u", "first", 100),
            interaction("u", "before", 189),
            interaction("u", "at", 190),
            interaction("v", "after", 191),
            interaction("v", "later", 195),
            interaction("v", "last", 200));
    PAssert.that(parts.get(Split.TRAIN))
        .containsInAnyOrder(interaction("u", "first", 100), interaction("u", "before", 189));
    PAssert.that(parts.get(Split.HOLDOUT))
        .containsInAnyOrder(
            interaction("u", "at", 190),
            interaction("v", "after", 191),
            interaction("v", "later", 195),
            interaction("v", "last", 200));
    pipeline.run();
  }

  @Test
  public void anEmptyLogHasTwoEmptyParts() {
    PCollectionTuple parts = split(Split.atFraction(0.5));
    PAssert.that(parts.get(Split.TRAIN)).empty();
    PAssert.that(parts.get(Split.HOLDOUT)).empty();
    pipeline.run();
  }

  @Test
  public void leaveLastOutHoldsOutEveryUsersLastItem() {
    PCollectionTuple parts =
        split(
            Split.leaveLastOut(0),
            interaction("u", "b", 9),
            interaction("u", "a", 1),
            interaction("v", "c", 3),
            interaction("v", "a", 2),
            interaction("v", "b", 1));
    PAssert.that(parts.get(Split.TRAIN))
        .containsInAnyOrder(
            interaction("u", "a", 1), interaction("v", "a", 2), interaction("v", "b", 1));
    PAssert.that(parts.get(Split.HOLDOUT))
        .containsInAnyOrder(interaction("u", "b", 9), interaction("v", "c", 3));
    pipeline.run();
  }

  @Test
  public void leaveLastOutLeavesAUserOfOneItemInTrain() {
    PCollectionTuple parts =
        split(Split.leaveLastOut(0), interaction("u", "a", 1), interaction("u", "a", 2));
    PAssert.that(parts.get(Split.TRAIN))
        .containsInAnyOrder(interaction("u", "a", 1), interaction("u", "a", 2));
    PAssert.that(parts.get(Split.HOLDOUT)).empty();
    pipeline.run();
  }

  @Test
  public void leaveLastOutHoldsOutEarlierInteractionsWithTheLastItemToo() {
    PCollectionTuple parts =
        split(
            Split.leaveLastOut(0),
            interaction("u", "a", 1),
            interaction("u", "b", 2),
            interaction("u", "a", 3));
    PAssert.that(parts.get(Split.TRAIN)).containsInAnyOrder(interaction("u", "b", 2));
    PAssert.that(parts.get(Split.HOLDOUT))
        .containsInAnyOrder(interaction("u", "a", 1), interaction("u", "a", 3));
    pipeline.run();
  }

  @Test
  public void leaveLastOutDrawsOneOfTheLastBasketBySeed() {
    Interaction[] basket = {
      interaction("u", "a", 1), interaction("u", "b", 1), interaction("u", "c", 1)
    };
    PCollection<Interaction> log =
        Records.create(pipeline, "Log", Interaction.class, List.of(basket));
    PCollectionList<Interaction> holdouts = PCollectionList.empty(pipeline);
    for (int seed = 0; seed < 10; seed++) {
      PCollection<Interaction> holdout =
          log.apply("Split " + seed, Split.leaveLastOut(seed)).get(Split.HOLDOUT);
      holdouts = holdouts.and(holdout);
    }
    PAssert.that(holdouts.apply("All", Flatten.pCollections()))
        .satisfies(
            held -> {
              List<Interaction> all = new ArrayList<>();
              held.forEach(all::add);
              assertEquals("one a seed", 10, all.size());
              assertEquals("each at some time", Set.of(basket), new HashSet<>(all));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aFractionIsBetweenZeroAndOne() {
    pipeline.enableAbandonedNodeEnforcement(false);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Split.atFraction(1));
    assertEquals("split: a fraction must be above 0 and below 1, got 1.0", e.getMessage());
  }

  private PCollectionTuple split(Split split, Interaction... log) {
    return Records.create(pipeline, "Log", Interaction.class, List.of(log)).apply("Split", split);
  }
}
