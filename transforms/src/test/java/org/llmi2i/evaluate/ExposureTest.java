package org.llmi2i.evaluate;

import static org.junit.Assert.assertThrows;
import static org.llmi2i.testing.Records.statistics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.testing.Records;

/** {@link Exposure} of items of 0, 1, 2, 3 and 5 users, which are named for them. */
public class ExposureTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final ItemStatistics[] ITEMS = {item(0), item(1), item(2), item(3), item(5)};

  @Test
  public void aListIsShownToTheUsersOfItsTrigger() {
    PAssert.that(
            exposure(
                Map.of(
                    Variant.BASE, List.of(row("item5", "item3"), row("item3", "item5")),
                    Variant.REFINED,
                        List.of(
                            row("item5", "item3", "item1"),
                            row("item3", "item5", "item2"),
                            row("item1", "item3")))))
        .containsInAnyOrder(
            metric(Variant.BASE, "Exposure0", 0, 1),
            metric(Variant.BASE, "Exposure1", 0, 1),
            metric(Variant.BASE, "Exposure2", 5 / 2.0, 2),
            metric(Variant.BASE, "Exposure4", 3, 1),
            metric(Variant.REFINED, "Exposure0", 0, 1),
            metric(Variant.REFINED, "Exposure1", 5, 1),
            metric(Variant.REFINED, "Exposure2", (5 + 3 + 1) / 2.0, 2),
            metric(Variant.REFINED, "Exposure4", 3, 1));
    pipeline.run();
  }

  @Test
  public void aTableOfNothingShowsNothing() {
    PAssert.that(exposure(Map.of(Variant.BASE, List.of())))
        .containsInAnyOrder(
            metric(Variant.BASE, "Exposure0", 0, 1),
            metric(Variant.BASE, "Exposure1", 0, 1),
            metric(Variant.BASE, "Exposure2", 0, 2),
            metric(Variant.BASE, "Exposure4", 0, 1));
    pipeline.run();
  }

  @Test
  public void thereMustBeATable() {
    assertThrows(IllegalArgumentException.class, () -> exposure(Map.of()));
    pipeline.run();
  }

  private PCollection<Metric> exposure(Map<Variant, List<NeighborRow>> rows) {
    Map<Variant, PCollection<NeighborRow>> tables = new EnumMap<>(Variant.class);
    rows.forEach(
        (variant, ofVariant) ->
            tables.put(
                variant,
                pipeline.apply(
                    variant.name(), Create.of(ofVariant).withCoder(NeighborRowCoder.of()))));
    return pipeline.apply(Exposure.of(Records.catalog(pipeline, ITEMS), tables, "cosine", "run-1"));
  }

  private static Metric metric(Variant variant, String name, double value, long items) {
    return new Metric("run-1", variant, "cosine", name, null, Slice.ALL, value, null, null, items);
  }

  private static NeighborRow row(String item, String... neighbors) {
    List<NeighborRow.Entry> entries = new ArrayList<>();
    for (String neighbor : neighbors) {
      entries.add(new NeighborRow.Entry(neighbor, 1.0, 1));
    }
    return new NeighborRow(item, entries);
  }

  private static ItemStatistics item(long users) {
    ItemStatistics item = statistics("item" + users);
    item.setUsers(users);
    return item;
  }
}
