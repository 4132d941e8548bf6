package org.llmi2i.pipelines.bigquery;

import static org.junit.Assert.assertEquals;

import com.google.api.services.bigquery.model.TableRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Origin;

/** {@link TableRows}: records as BigQuery takes them, and which it would not take. */
public class TableRowsTest {
  private static Interaction interaction() {
    return Interaction.newBuilder()
        .setUserId("user")
        .setItemId("item")
        .setEventTime(Instant.parse("2024-01-02T03:04:05.000006Z"))
        .setOrigin(Origin.OBSERVED)
        .build();
  }

  @Test
  public void aRecordIsARowOfItsFieldsWithoutThoseThatAreNull() {
    assertEquals(
        new TableRow()
            .set("user_id", "user")
            .set("item_id", "item")
            .set("event_time", "2024-01-02T03:04:05.000006Z")
            .set("event_type", "purchase")
            .set("quantity", 1L)
            .set("weight", 1.0)
            .set("origin", "OBSERVED"),
        TableRows.of(interaction()));
  }

  @Test
  public void aMapIsRecordsOfKeyAndValueInOrder() {
    Item item = new Item("i", "title", null, null, Map.of("b", "2", "a", "1"));
    assertEquals(
        List.of(
            new TableRow().set("key", "a").set("value", "1"),
            new TableRow().set("key", "b").set("value", "2")),
        TableRows.of(item).get("attributes"));
  }

  @Test
  public void whatBigQueryTakesHasNoProblem() {
    Interaction interaction = interaction();
    interaction.setUserId("\ud83d\ude00");
    interaction.setEventTime(Instant.parse("9999-12-31T23:59:59.999999Z"));
    assertEquals(Optional.empty(), TableRows.problem(interaction));
  }

  @Test
  public void halfACharacterIsAProblem() {
    Interaction interaction = interaction();
    interaction.setUserId("half \ud83d");
    assertEquals(
        Optional.of("user_id is not Unicode: half of a surrogate pair stands alone"),
        TableRows.problem(interaction));
  }

  @Test
  public void soItIsInAMap() {
    assertEquals(
        Optional.of("attributes is not Unicode: half of a surrogate pair stands alone"),
        TableRows.problem(new Item("i", "title", null, null, Map.of("a", "half \ud83d"))));
    assertEquals(
        Optional.of("the row has 8388626 bytes, and at most 8388608 are taken"),
        TableRows.problem(
            new Item("i", "", null, null, Map.of("a", "x".repeat(TableRows.MAX_BYTES)))));
  }

  @Test
  public void textsAreMadeFit() {
    assertEquals("ab", TableRows.fit("abc", 2));
    assertEquals("\ud83d\ude00", TableRows.fit("\ud83d\ude00x", 1));
    assertEquals("a\ufffdb", TableRows.fit("a\ud83db", 9));
  }
}
