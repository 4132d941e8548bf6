package org.llmi2i.explore;

import static org.junit.Assert.assertThrows;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.statistics;
import static org.llmi2i.testing.Records.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Judgement;
import org.llmi2i.tail.CatalogView;
import org.llmi2i.testing.Records;

/**
 * {@link Explorer}. The mug was written for a user who has the jug, so it is new beside the jug;
 * for a user who has the cup it was dropped. Numbers: mug 0, jug 1, cup 2.
 */
public class ExplorerTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final List<ItemStatistics> ITEMS =
      List.of(item("cup", 2, 0), item("jug", 3, 0), item("mug", 1, 5), item("unknown", 0, 0));

  private static final List<NeighborRow> BEFORE = List.of(row("cup", "jug"), row("jug", "cup"));

  private static final List<NeighborRow> AFTER =
      List.of(row("cup", "jug"), row("jug", "mug", "cup"), row("mug", "jug"));

  private static final String ITEM_TEXTS =
      "\"items\":[[\"mug\",\"title of mug\",1,\"HEAD\"],[\"jug\",\"title of jug\",3,\"HEAD\"],"
          + "[\"cup\",\"title of cup\",2,\"HEAD\"]]}";

  @Test
  public void anItemsListsAndTheInteractionsBehindThem() {
    PAssert.thatSingleton(explored(explorer -> explorer))
        .isEqualTo(
            "{\"entries\":["
                + "{\"before\":[],\"after\":[1,7],\"written\":[1,500,0],\"dropped\":[0,125,1],"
                + "\"writtenCount\":1,\"droppedCount\":1},"
                + "{\"before\":[2,7],\"after\":[0,7,2,6],\"written\":[],\"dropped\":[],"
                + "\"writtenCount\":0,\"droppedCount\":0},"
                + "{\"before\":[1,7],\"after\":[1,7],\"written\":[],\"dropped\":[],"
                + "\"writtenCount\":0,\"droppedCount\":0}],"
                + "\"users\":[[2],[1]],"
                + "\"exchanges\":[\"exchange of w\",\"exchange of d\"],"
                + ITEM_TEXTS);
    pipeline.run();
  }

  @Test
  public void theFirstItemsAloneAreTold() {
    PAssert.thatSingleton(explored(explorer -> explorer.withItems(1)))
        .isEqualTo(
            "{\"entries\":["
                + "{\"before\":[],\"after\":[1,7],\"written\":[1,500,0],\"dropped\":[0,125,1],"
                + "\"writtenCount\":1,\"droppedCount\":1}],"
                + "\"users\":[[2],[1]],"
                + "\"exchanges\":[\"exchange of w\",\"exchange of d\"],"
                + ITEM_TEXTS);
    pipeline.run();
  }

  @Test
  public void aLogOfNothing() {
    PCollection<ItemStatistics> none =
        Records.create(pipeline, "None", ItemStatistics.class, List.of());
    PCollection<String> text =
        Records.histories(pipeline, "Histories", List.of())
            .apply(
                Explorer.of(
                    none,
                    none.apply(CatalogView.create()),
                    rows("Before", List.of()),
                    rows("After", List.of())));
    PAssert.thatSingleton(text)
        .isEqualTo("{\"entries\":[],\"users\":[],\"exchanges\":[],\"items\":[]}");
    pipeline.run();
  }

  @Test
  public void aListIsCutAfterTwenty() {
    List<ItemStatistics> items = new ArrayList<>();
    List<String> neighbors = new ArrayList<>();
    for (int at = 10; at < 35; at++) {
      items.add(item("item" + at, 100 - at, 0));
      neighbors.add("item" + at);
    }
    items.add(item("trigger", 200, 0));
    PCollection<ItemStatistics> statistics =
        Records.create(pipeline, "Items", ItemStatistics.class, items);
    PCollection<String> text =
        Records.histories(pipeline, "Histories", List.of())
            .apply(
                Explorer.of(
                        statistics,
                        statistics.apply(CatalogView.create()),
                        rows("Before", List.of(row("trigger", neighbors.toArray(String[]::new)))),
                        rows("After", List.of()))
                    .withItems(1));
    PAssert.thatSingleton(text)
        .satisfies(
            json -> {
              if (!json.contains("\"item29\"") || json.contains("\"item30\"")) {
                throw new AssertionError(json);
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aNumberOfItemsThatShowsNothingIsRefused() {
    PCollection<ItemStatistics> items =
        Records.create(pipeline, "Items", ItemStatistics.class, ITEMS);
    Explorer explorer =
        Explorer.of(
            items, items.apply(CatalogView.create()), rows("Before", BEFORE), rows("After", AFTER));
    assertThrows(IllegalArgumentException.class, () -> explorer.withItems(0));
    pipeline.run();
  }

  private PCollection<String> explored(UnaryOperator<Explorer> setting) {
    PCollection<ItemStatistics> items =
        Records.create(pipeline, "Items", ItemStatistics.class, ITEMS);
    PCollection<Interaction> written =
        Records.create(pipeline, "Synthetic", Interaction.class, List.of(synthetic("w", "mug", 2)));
    PCollection<KV<Judgement, Interaction>> dropped =
        pipeline.apply(
            "Implausible",
            Create.of(KV.of(new Judgement("d", "mug", 0.125, ""), synthetic("d", "mug", 2)))
                .withCoder(
                    KvCoder.of(
                        AvroCoder.specific(Judgement.class),
                        AvroCoder.specific(Interaction.class))));
    List<History> histories =
        List.of(history("w", "jug"), history("d", "cup"), history("other", "cup", "jug"));
    return Records.histories(pipeline, "Histories", histories)
        .apply(
            setting.apply(
                Explorer.of(
                        items,
                        items.apply(CatalogView.create()),
                        rows("Before", BEFORE),
                        rows("After", AFTER))
                    .withWritten(written)
                    .withDropped(dropped)
                    .withSeed(4)));
  }

  private PCollection<NeighborRow> rows(String name, List<NeighborRow> rows) {
    return pipeline.apply(name + " rows", Create.of(rows).withCoder(NeighborRowCoder.of()));
  }

  /** A row whose first neighbor has 7 users in common with the item, the next 6 and so on. */
  private static NeighborRow row(String item, String... neighbors) {
    List<NeighborRow.Entry> entries = new ArrayList<>();
    for (String neighbor : neighbors) {
      entries.add(new NeighborRow.Entry(neighbor, 1.0, 7 - entries.size()));
    }
    return new NeighborRow(item, entries);
  }

  private static ItemStatistics item(String id, long users, int target) {
    ItemStatistics item = statistics(id);
    item.setUsers(users);
    item.setSyntheticTarget(target);
    return item;
  }
}
