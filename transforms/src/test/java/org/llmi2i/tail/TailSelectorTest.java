package org.llmi2i.tail;

import static org.llmi2i.testing.Records.statistics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.testing.Records;

/** {@link TailSelector}; what it says of an item is written as "item class synthetic target". */
public class TailSelectorTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  /** 10 interactions: "rare" and "odd" are 20 % of them, "hit" has more users than "fad". */
  private static final List<ItemStatistics> ITEMS =
      List.of(
          met("rare", 1, 1, 100),
          met("odd", 1, 1, 100),
          met("hit", 3, 3, 100),
          met("fad", 2, 5, 100),
          cold("new"));

  @Test
  public void byShareOfTheInteractions() {
    PAssert.that(selected(TailSelector.byShare(0.2), ITEMS))
        .containsInAnyOrder("rare TAIL 3", "odd TAIL 3", "hit HEAD 0", "fad HEAD 0", "new COLD 0");
    pipeline.run();
  }

  @Test
  public void aShareThatEndsBetweenEqualsTakesNone() {
    PAssert.that(selected(TailSelector.byShare(0.19), ITEMS))
        .containsInAnyOrder("rare HEAD 0", "odd HEAD 0", "hit HEAD 0", "fad HEAD 0", "new COLD 0");
    pipeline.run();
  }

  @Test
  public void byNumberOfUsers() {
    PAssert.that(selected(TailSelector.byUsers(3), ITEMS))
        .containsInAnyOrder("rare TAIL 3", "odd TAIL 3", "hit HEAD 0", "fad TAIL 3", "new COLD 0");
    pipeline.run();
  }

  @Test
  public void byQuantileOfTheItemsThatAreNotCold() {
    PAssert.that(selected(TailSelector.byQuantile(0.75), ITEMS))
        .containsInAnyOrder("rare TAIL 3", "odd TAIL 3", "hit HEAD 0", "fad TAIL 3", "new COLD 0");
    pipeline.run();
  }

  @Test
  public void allItemsAreTargetsOnRequestAlsoTheColdOnes() {
    PAssert.that(
            selected(
                TailSelector.byShare(0.2)
                    .withTarget(TailSelector.Target.ALL)
                    .withSyntheticPerItem(3),
                ITEMS))
        .containsInAnyOrder("rare TAIL 3", "odd TAIL 3", "hit HEAD 3", "fad HEAD 3", "new COLD 3");
    pipeline.run();
  }

  @Test
  public void anItemGetsOneForEachUserBetweenThreeAndTheMost() {
    PAssert.that(
            selected(
                TailSelector.byShare(1).withSyntheticPerItem(10),
                List.of(
                    met("two", 2, 9, 1),
                    met("four", 4, 9, 1),
                    met("ten", 10, 10, 1),
                    met("many", 11, 11, 1))))
        .containsInAnyOrder("two TAIL 3", "four TAIL 4", "ten TAIL 10", "many TAIL 10");
    pipeline.run();
  }

  @Test
  public void anItemGetsNoMoreThanAskedFor() {
    PAssert.that(
            selected(
                TailSelector.byShare(1).withSyntheticPerItem(1),
                List.of(met("two", 2, 9, 1), met("four", 4, 9, 1))))
        .containsInAnyOrder("two TAIL 1", "four TAIL 1");
    pipeline.run();
  }

  @Test
  public void anItemWithoutTitleIsTailAndGetsNothing() {
    ItemStatistics untitled = ItemStatistics.newBuilder(met("x", 1, 1, 1)).setTitle(" ").build();
    PAssert.that(selected(TailSelector.byShare(1), List.of(untitled)))
        .containsInAnyOrder("x TAIL 0");
    pipeline.run();
  }

  @Test
  public void anItemThatNobodyTookForASeasonGetsNothing() {
    List<ItemStatistics> items =
        List.of(met("now", 1, 1, 100), met("live", 1, 1, 10), met("gone", 1, 1, 9));
    PAssert.that(selected(TailSelector.byShare(1), items))
        .containsInAnyOrder("now TAIL 3", "live TAIL 3", "gone TAIL 0");
    pipeline.run();
  }

  @Test
  public void theSeasonsLengthCanBeSet() {
    List<ItemStatistics> items =
        List.of(met("now", 1, 1, 100), met("live", 1, 1, 93), met("gone", 1, 1, 92));
    PAssert.that(selected(TailSelector.byShare(1).withLiveDays(7), items))
        .containsInAnyOrder("now TAIL 3", "live TAIL 3", "gone TAIL 0");
    pipeline.run();
  }

  @Test
  public void aCatalogueThatNobodyBoughtFromIsCold() {
    PAssert.that(
            selected(
                TailSelector.byShare(0.2).withTarget(TailSelector.Target.ALL),
                List.of(cold("a"), cold("b"))))
        .containsInAnyOrder("a COLD 3", "b COLD 3");
    pipeline.run();
  }

  @Test
  public void noItems() {
    PAssert.that(selected(TailSelector.byShare(0.2), List.of())).empty();
    pipeline.run();
  }

  private PCollection<String> selected(TailSelector.Select select, List<ItemStatistics> items) {
    return Records.create(pipeline, "Items", ItemStatistics.class, items)
        .apply("Select", select)
        .apply(
            "Read",
            MapElements.into(TypeDescriptors.strings())
                .via(
                    item ->
                        item.getItemId()
                            + " "
                            + item.getItemClass()
                            + " "
                            + item.getSyntheticTarget()));
  }

  /** A titled item that the log last met on a day. */
  private static ItemStatistics met(String itemId, int users, int interactions, int lastDay) {
    return ItemStatistics.newBuilder(statistics(itemId))
        .setUsers(users)
        .setInteractions(interactions)
        .setLastMicros(TimeUnit.DAYS.toMicros(lastDay))
        .build();
  }

  private static ItemStatistics cold(String itemId) {
    return ItemStatistics.newBuilder(statistics(itemId, "title of " + itemId, ItemClass.COLD))
        .setUsers(0)
        .setInteractions(0)
        .setLastMicros(Long.MIN_VALUE)
        .build();
  }
}
