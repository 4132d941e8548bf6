package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.junit.Test;

/** Which column holds which field. */
public class ColumnMappingTest {
  private static final List<String> FIELDS = InteractionParser.FIELDS;

  @Test
  public void aFieldIsFoundUnderItsOwnNameBeforeItsOtherNames() {
    ColumnMapping none = ColumnMapping.none();
    assertEquals(2, none.index("event_time", List.of("time", "timestamp", "event_time")));
    assertEquals(1, none.index("event_time", List.of("time", "timestamp")));
    assertEquals(0, none.index("event_time", List.of("time")));
    assertEquals(1, none.index("event_type", List.of("user_id", "event")));
    assertEquals(-1, none.index("user_id", List.of("user", "USER_ID")));
  }

  @Test
  public void aMappedFieldIsFoundUnderThatNameOnly() {
    ColumnMapping mapping =
        ColumnMapping.parse("columns", "user_id=Customer ID, event_time = InvoiceDate", FIELDS);
    assertEquals(1, mapping.index("user_id", List.of("user_id", "Customer ID")));
    assertEquals(-1, mapping.index("user_id", List.of("user_id")));
    assertEquals(-1, mapping.index("event_time", List.of("timestamp")));
    assertEquals(0, mapping.index("item_id", List.of("item_id")));
    assertEquals(List.of("InvoiceDate", "Customer ID"), mapping.mappedColumns());
  }

  @Test
  public void aColumnMayHoldAnEqualsSignAndServeTwoFields() {
    ColumnMapping mapping = ColumnMapping.parse("columns", "user_id=a=b,item_id=a=b", FIELDS);
    assertEquals(0, mapping.index("user_id", List.of("a=b")));
    assertEquals(0, mapping.index("item_id", List.of("a=b")));
  }

  @Test
  public void anEmptyTextMapsNothing() {
    assertEquals(List.of(), ColumnMapping.parse("columns", " ", FIELDS).mappedColumns());
  }

  @Test
  public void whatIsNoPairOfAFieldAndAColumnIsShown() {
    for (String part : List.of("user=Customer", "user_id", "user_id=", "=Customer", "")) {
      assertEquals(
          "itemColumns: must be field=column pairs of the fields user_id, item_id, got " + part,
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      ColumnMapping.parse(
                          "itemColumns", "item_id=sku," + part, List.of("user_id", "item_id")))
              .getMessage());
    }
  }
}
