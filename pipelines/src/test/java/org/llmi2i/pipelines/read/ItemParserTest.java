package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Test;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Reason;

/** What a row must say to be an item. */
public class ItemParserTest {
  private static final ItemParser PARSER = new ItemParser();

  @Test
  public void theIdIsEnough() throws Exception {
    Item expected =
        Item.newBuilder()
            .setItemId("i1")
            .setTitle("")
            .setCategory(null)
            .setPrice(null)
            .setAttributes(Map.of())
            .build();
    assertEquals(expected, parse("item_id", "i1"));
    assertEquals(
        expected,
        parse("item_id", " i1 ", "title", " ", "category", "", "price", "", "colour", " "));
  }

  @Test
  public void everyOtherColumnIsAnAttribute() throws Exception {
    assertEquals(
        Item.newBuilder()
            .setItemId("i1")
            .setTitle("BAG")
            .setCategory("bags")
            .setPrice(2.5)
            .setAttributes(Map.of("colour", "red", "Price", "none"))
            .build(),
        parse(
            "colour",
            " red ",
            "item_id",
            "i1",
            "title",
            "BAG",
            "Price",
            "none",
            "price",
            "2.5",
            "category",
            "bags",
            "size",
            ""));
  }

  @Test
  public void packedAttributesAreUnpackedAndColumnsGoBeforeThem() throws Exception {
    assertEquals(
        Map.of("colour", "red", "size", "7", "tags", "[\"a\"]"),
        parse(
                "item_id", "i1",
                "attributes", "{\"colour\": \"blue\", \"size\": 7, \"tags\": [\"a\"]}",
                "colour", "red")
            .getAttributes());
    assertEquals(
        Map.of("attributes", "{broken"),
        parse("item_id", "i1", "attributes", "{broken").getAttributes());
    assertEquals(
        Map.of("attributes", "red, small"),
        parse("item_id", "i1", "attributes", "red, small").getAttributes());
  }

  @Test
  public void aMappedColumnIsNoAttribute() throws Exception {
    Fields fields = new Fields(ColumnMapping.parse("itemColumns", "title=name", ItemParser.FIELDS));
    fields.set(Row.of(List.of("item_id", "name", "title"), List.of("i1", "BAG", "Ms")));

    Item item = PARSER.parse(fields, "file", 1).getValue();

    assertEquals("BAG", item.getTitle());
    assertEquals(Map.of("title", "Ms"), item.getAttributes());
  }

  @Test
  public void whatIsWrongIsNamed() {
    assertRejected(Reason.MISSING_ITEM_ID, "item_id is empty", "item_id", "", "title", "BAG");
    assertRejected(
        Reason.INVALID_PRICE, "price is not a number: cheap", "item_id", "i1", "price", "cheap");
    assertRejected(Reason.NEGATIVE_PRICE, "price is -1.0", "item_id", "i1", "price", "-1");
  }

  @Test
  public void placesAreInTheOrderOfFilesAndRows() throws Exception {
    List<String> places =
        List.of(
            place("/in/a.csv", 2),
            place("/in/a.csv", 10),
            place("/in/a.csv.gz", 1),
            place("/in/b.csv", 1),
            place("/in/b.csv", 1_000_000_000L));
    assertEquals(places, Stream.of(4, 2, 0, 3, 1).map(places::get).sorted().toList());
  }

  private static String place(String file, long number) throws RowParser.RowException {
    return PARSER.parse(Texts.fields("item_id", "i1"), file, number).getKey();
  }

  private static Item parse(String... columnsAndValues) throws RowParser.RowException {
    return PARSER.parse(Texts.fields(columnsAndValues), "file", 1).getValue();
  }

  private static void assertRejected(Reason reason, String detail, String... columnsAndValues) {
    RowParser.RowException rejected =
        assertThrows(RowParser.RowException.class, () -> parse(columnsAndValues));
    assertEquals(reason, rejected.reason());
    assertEquals(detail, rejected.getMessage());
  }
}
