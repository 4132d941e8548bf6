package org.llmi2i.tail;

import static org.llmi2i.testing.Records.event;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.item;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Item;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.testing.Records;

public class CountItemsTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void usersCountOnceAndInteractionsEachTime() {
    PAssert.that(
            counted(
                List.of(history("u", "mug", "jug", "mug"), history("v", "mug")),
                List.of(item("mug", "MUG"), item("jug", "JUG"))))
        .containsInAnyOrder(of("mug", "MUG", true, 2, 3, 3), of("jug", "JUG", true, 1, 1, 2));
    pipeline.run();
  }

  @Test
  public void anItemOfTheLogAloneHasNoTitleAndIsNotInTheCatalogue() {
    PAssert.that(counted(List.of(history("u", "mug")), List.of()))
        .containsInAnyOrder(of("mug", "", false, 1, 1, 1));
    pipeline.run();
  }

  @Test
  public void anItemOfTheCatalogueAloneHasNoUsers() {
    PAssert.that(counted(List.of(), List.of(item("mug", "MUG"))))
        .containsInAnyOrder(neverMet("mug", "MUG"));
    pipeline.run();
  }

  @Test
  public void theLastTimeIsTheLatestOfAllUsers() {
    PAssert.that(
            counted(
                List.of(
                    new History("u", List.of(event("mug", 8))),
                    new History("v", List.of(event("mug", 9))),
                    new History("w", List.of(event("mug", -5)))),
                List.of()))
        .containsInAnyOrder(of("mug", "", false, 3, 3, 9));
    pipeline.run();
  }

  @Test
  public void thePriceIsTheCatalogues() {
    Item priced = Item.newBuilder(item("mug", "MUG")).setPrice(2.5).build();
    PAssert.that(counted(List.of(history("u", "mug")), List.of(priced)))
        .containsInAnyOrder(
            ItemStatistics.newBuilder(of("mug", "MUG", true, 1, 1, 1)).setPrice(2.5).build());
    pipeline.run();
  }

  @Test
  public void countsAddUpOverManyBundles() {
    List<History> histories =
        IntStream.range(0, 500).mapToObj(i -> history("user " + i, "mug", "mug")).toList();
    PAssert.that(counted(histories, List.of(item("mug", "MUG"))))
        .containsInAnyOrder(of("mug", "MUG", true, 500, 1000, 2));
    pipeline.run();
  }

  @Test
  public void nothingHasNoItems() {
    PAssert.that(counted(List.of(), List.of())).empty();
    pipeline.run();
  }

  private PCollection<ItemStatistics> counted(List<History> histories, List<Item> catalog) {
    return Records.histories(pipeline, "Log", histories)
        .apply("Count", CountItems.of(Records.create(pipeline, "Catalogue", Item.class, catalog)));
  }

  private static ItemStatistics of(
      String itemId, String title, boolean inCatalog, long users, long interactions, int lastDay) {
    return ItemStatistics.newBuilder(neverMet(itemId, title))
        .setInCatalog(inCatalog)
        .setUsers(users)
        .setInteractions(interactions)
        .setLastMicros(TimeUnit.DAYS.toMicros(lastDay))
        .build();
  }

  /** All items are cold until they are classified. */
  private static ItemStatistics neverMet(String itemId, String title) {
    return ItemStatistics.newBuilder()
        .setItemId(itemId)
        .setTitle(title)
        .setInCatalog(true)
        .setUsers(0)
        .setInteractions(0)
        .setItemClass(ItemClass.COLD)
        .build();
  }
}
