package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;

/** Formats are told by a file's ending, and the same content gives the same records in each. */
public class RowFormatTest {

  @Test
  public void theEndingTellsTheFormat() {
    assertEquals(RowFormat.CSV, RowFormat.of("/data/log.csv"));
    assertEquals(RowFormat.CSV, RowFormat.of("gs://bucket/LOG.CSV.GZ"));
    assertEquals(RowFormat.TSV, RowFormat.of("log.tsv.gz"));
    assertEquals(RowFormat.JSON_LINES, RowFormat.of("log.jsonl"));
    assertEquals(RowFormat.JSON_LINES, RowFormat.of("log.ndjson.gz"));
    assertEquals(RowFormat.JSON_LINES, RowFormat.of("log.json"));
    assertEquals(RowFormat.AVRO, RowFormat.of("part-00000-of-00001.avro"));
  }

  @Test
  public void anyOtherEndingIsRefused() {
    for (String file : List.of("log.txt", "log", "log.csv.zip", "log.avro.gz", "csv")) {
      assertEquals(
          file + ": unknown ending; known are .csv .tsv .jsonl .ndjson .json (each also .gz) .avro",
          assertThrows(InputException.class, () -> RowFormat.of(file)).getMessage());
    }
  }

  @Test
  public void theSameInteractionInEveryFormat() throws Exception {
    Interaction expected =
        Interaction.newBuilder()
            .setUserId("u1")
            .setItemId("PLATE 6\", \"ROSÉ\"")
            .setEventTime(Instant.parse("2010-12-01T08:26:00Z"))
            .setEventType("view")
            .setQuantity(3)
            .setPrice(1.25)
            .setWeight(0.5)
            .build();
    InteractionParser parser = new InteractionParser(new EventTimes("auto"), false);
    String header = "user_id,item_id,event_time,event_type,quantity,price,weight";
    String item = "\"PLATE 6\"\", \"\"ROSÉ\"\"\"";

    for (List<Row> rows :
        List.of(
            Texts.read(
                RowFormat.CSV, Texts.lines(header, "u1," + item + ",1291191960,view,3,1.25,0.5")),
            Texts.read(
                RowFormat.TSV,
                Texts.lines(
                    header.replace(',', '\t'),
                    "u1\t" + item + "\t2010-12-01 08:26\tview\t3.0\t1.25\t.5")),
            Texts.read(
                RowFormat.JSON_LINES,
                Texts.lines(
                    "{\"user_id\":\"u1\",\"item_id\":\"PLATE 6\\\", \\\"ROS\\u00c9\\\"\","
                        + "\"event_time\":1291191960000,\"event_type\":\"view\",\"quantity\":3,"
                        + "\"price\":1.250,\"weight\":0.5}")),
            Texts.read(RowFormat.AVRO, Texts.avro(expected)))) {
      assertEquals(expected, Texts.parse(parser, rows));
    }
  }

  @Test
  public void theSameItemInEveryFormat() throws Exception {
    Item expected =
        Item.newBuilder()
            .setItemId("i1")
            .setTitle("BAG, RED")
            .setCategory(null)
            .setPrice(2.5)
            .setAttributes(Map.of("colour", "red", "size", "7"))
            .build();

    for (List<Row> rows :
        List.of(
            Texts.read(
                RowFormat.CSV,
                Texts.lines(
                    "size,item_id,title,category,price,colour", "7,i1,\"BAG, RED\",,2.50,red")),
            Texts.read(
                RowFormat.TSV,
                Texts.lines(
                    "item_id\ttitle\tcategory\tprice\tcolour\tsize",
                    "i1\tBAG, RED\t\t2.5\tred\t7")),
            Texts.read(
                RowFormat.JSON_LINES,
                Texts.lines(
                    "{\"item_id\":\"i1\",\"title\":\"BAG, RED\",\"category\":null,\"price\":2.5,"
                        + "\"colour\":\"red\",\"size\":7}")),
            Texts.read(
                RowFormat.JSON_LINES,
                Texts.lines(
                    "{\"item_id\":\"i1\",\"title\":\"BAG, RED\",\"price\":2.5,"
                        + "\"attributes\":{\"colour\":\"red\",\"size\":7}}")),
            Texts.read(RowFormat.AVRO, Texts.avro(expected)))) {
      assertEquals(expected, Texts.parse(new ItemParser(), rows).getValue());
    }
  }
}
