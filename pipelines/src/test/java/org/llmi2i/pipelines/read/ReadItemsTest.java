package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;

/**
 * {@link ReadItems} in a pipeline: one item an id, the last, and every other row is accounted for.
 */
public class ReadItemsTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder temporary = new TemporaryFolder();

  private static final Instant AT = Instant.parse("2020-01-02T03:04:05Z");
  private static final Rejector REJECTOR = new Rejector("", "run-1", AT);
  private static final String HEADER = "item_id,title,price";

  private Path folder;

  @Before
  public void folder() throws Exception {
    folder = temporary.getRoot().toPath().toRealPath();
  }

  @Test
  public void ofARepeatedItemTheLastRowOfTheLastFileWins() {
    Texts.write(folder.resolve("a.csv"), Texts.lines(HEADER, "i1,A1,1", "i2,A2,", "i1,A3,3"));
    Texts.write(folder.resolve("b.csv"), Texts.lines(HEADER, "i1,B1,4", "i3,B2,", "i3,B3,5"));

    PCollectionTuple read = pipeline.apply(ReadItems.from(folder + "/*.csv", REJECTOR));

    PAssert.that(read.get(ReadItems.ITEMS))
        .containsInAnyOrder(item("i1", "B1", 4.0), item("i2", "A2", null), item("i3", "B3", 5.0));
    PAssert.that(read.get(ReadItems.REJECTED))
        .containsInAnyOrder(
            repeated(item("i1", "A1", 1.0)),
            repeated(item("i1", "A3", 3.0)),
            repeated(item("i3", "B2", null)));
    pipeline.run();
  }

  @Test
  public void aCatalogueWithBrokenAndRepeatedRowsLosesExactlyThose() {
    int rows = 5_000;
    StringBuilder text = new StringBuilder(HEADER + "\n");
    Map<String, Item> expected = new HashMap<>();
    for (int i = 0; i < rows; i++) {
      switch (i % 100) {
        case 11 -> text.append("i" + i + ",\"BAG,1\n");
        case 22 -> text.append("i" + i + "\n");
        case 33 -> text.append(",BAG,1\n");
        case 44 -> text.append("i" + i + ",BAG,cheap\n");
        case 55 -> text.append("i" + i + ",BAG,-1\n");
        default -> {
          // A row in a hundred names the item of the row 66 before it.
          String id = "i" + (i % 100 == 66 ? i - 66 : i);
          text.append(id + ",\"BAG, " + i + "\"," + i + "\n");
          expected.put(id, item(id, "BAG, " + i, (double) i));
        }
      }
    }
    String file = Texts.write(folder.resolve("items.csv"), text.toString());

    PCollectionTuple read = pipeline.apply(ReadItems.from(file, REJECTOR));

    assertEquals(rows - 6 * 50, expected.size());
    PAssert.that(read.get(ReadItems.ITEMS))
        .satisfies(
            items -> {
              List<Item> all = new ArrayList<>();
              items.forEach(all::add);
              Map<String, Item> byId = new HashMap<>();
              all.forEach(item -> byId.put(item.getItemId(), item));
              assertEquals(expected.size(), all.size());
              assertEquals(expected, byId);
              return null;
            });
    PAssert.that(read.get(ReadItems.REJECTED))
        .satisfies(
            records -> {
              Map<Reason, Integer> counts = new HashMap<>();
              records.forEach(record -> counts.merge(record.getReason(), 1, Integer::sum));
              assertEquals(
                  Map.of(
                      Reason.MALFORMED_ROW, 100,
                      Reason.MISSING_ITEM_ID, 50,
                      Reason.INVALID_PRICE, 50,
                      Reason.NEGATIVE_PRICE, 50,
                      Reason.REPEATED_ITEM, 50),
                  counts);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aHeaderAloneIsAnEmptyCatalogue() {
    String file = Texts.write(folder.resolve("items.csv"), HEADER + "\n");
    PCollectionTuple read = pipeline.apply(ReadItems.from(file, REJECTOR));
    PAssert.that(read.get(ReadItems.ITEMS)).empty();
    PAssert.that(read.get(ReadItems.REJECTED)).empty();
    pipeline.run();
  }

  @Test
  public void columnsAreAsStated() {
    String file = Texts.write(folder.resolve("items.csv"), Texts.lines("sku,name", "i1,BAG"));
    PCollectionTuple read =
        pipeline.apply(
            ReadItems.from(file, REJECTOR)
                .withColumns(
                    ColumnMapping.parse(
                        "itemColumns", "item_id=sku,title=name", ReadItems.fields())));
    PAssert.that(read.get(ReadItems.ITEMS)).containsInAnyOrder(item("i1", "BAG", null));
    PAssert.that(read.get(ReadItems.REJECTED)).empty();
    pipeline.run();
  }

  private static Rejected repeated(Item item) {
    return new Rejected(
        "ReadItems",
        Reason.REPEATED_ITEM,
        item.getItemId() + " stands further down again",
        item.toString(),
        "run-1",
        AT);
  }

  private static Item item(String id, String title, @Nullable Double price) {
    return Item.newBuilder().setItemId(id).setTitle(title).setPrice(price).build();
  }
}
