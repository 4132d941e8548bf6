package org.llmi2i.schemas;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.Test;

public class TableSchemasTest {
  /** Every record that is stored. */
  private static final List<Schema> RECORDS =
      List.of(
          Interaction.getClassSchema(),
          Item.getClassSchema(),
          Neighbor.getClassSchema(),
          Exchange.getClassSchema(),
          Rejected.getClassSchema(),
          Metric.getClassSchema(),
          Run.getClassSchema());

  @Test
  public void interactionsHaveTheseColumns() {
    assertEquals(
        List.of(
            "user_id STRING REQUIRED",
            "item_id STRING REQUIRED",
            "event_time TIMESTAMP REQUIRED",
            "event_type STRING REQUIRED",
            "quantity INTEGER REQUIRED",
            "price FLOAT NULLABLE",
            "weight FLOAT REQUIRED",
            "origin STRING REQUIRED",
            "confidence FLOAT NULLABLE",
            "exchange_id STRING NULLABLE"),
        columns(Interaction.getClassSchema()));
  }

  @Test
  public void aMapIsARepeatedRecordOfKeyAndValue() {
    assertEquals(
        List.of(
            "item_id STRING REQUIRED",
            "title STRING REQUIRED",
            "category STRING NULLABLE",
            "price FLOAT NULLABLE",
            "attributes RECORD REPEATED",
            "attributes.key STRING REQUIRED",
            "attributes.value STRING REQUIRED"),
        columns(Item.getClassSchema()));
  }

  @Test
  public void metricsHaveTheseColumns() {
    assertEquals(
        List.of(
            "run_id STRING REQUIRED",
            "variant STRING REQUIRED",
            "similarity STRING REQUIRED",
            "metric STRING REQUIRED",
            "k INTEGER NULLABLE",
            "slice STRING REQUIRED",
            "value FLOAT REQUIRED",
            "ci_low FLOAT NULLABLE",
            "ci_high FLOAT NULLABLE",
            "n INTEGER REQUIRED"),
        columns(Metric.getClassSchema()));
  }

  @Test
  public void everyRecordHasAColumnForEachOfItsFieldsInTheirOrder() {
    for (Schema record : RECORDS) {
      assertEquals(
          record.getName(),
          record.getFields().stream().map(Schema.Field::name).toList(),
          TableSchemas.of(record).getFields().stream().map(TableFieldSchema::getName).toList());
    }
  }

  @Test
  public void everyFieldIsDocumentedAndSoIsItsColumn() {
    for (Schema record : RECORDS) {
      List<TableFieldSchema> columns = TableSchemas.of(record).getFields();
      for (Schema.Field field : record.getFields()) {
        String name = record.getName() + "." + field.name();
        assertFalse(name + " has no documentation", field.doc() == null || field.doc().isBlank());
        assertEquals(name, field.doc(), columns.get(field.pos()).getDescription());
      }
    }
  }

  @Test
  public void arraysAreRepeatedAndRecordsNest() {
    Schema line =
        SchemaBuilder.record("Line").fields().requiredInt("count").optionalBytes("raw").endRecord();
    Schema order =
        SchemaBuilder.record("Order")
            .fields()
            .name("tags")
            .type()
            .array()
            .items()
            .stringType()
            .noDefault()
            .name("lines")
            .type()
            .array()
            .items(line)
            .noDefault()
            .name("first")
            .type(line)
            .noDefault()
            .requiredBoolean("paid")
            .endRecord();

    assertEquals(
        List.of(
            "tags STRING REPEATED",
            "lines RECORD REPEATED",
            "lines.count INTEGER REQUIRED",
            "lines.raw BYTES NULLABLE",
            "first RECORD REQUIRED",
            "first.count INTEGER REQUIRED",
            "first.raw BYTES NULLABLE",
            "paid BOOLEAN REQUIRED"),
        columns(order));
  }

  @Test
  public void whatIsNoRecordHasNoTable() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TableSchemas.of(Schema.create(Schema.Type.STRING)));
    assertEquals("record: a RECORD is needed, got STRING", e.getMessage());
  }

  @Test
  public void aUnionOfTwoTypesHasNoColumn() {
    Schema record =
        SchemaBuilder.record("Row")
            .fields()
            .name("id")
            .type()
            .unionOf()
            .stringType()
            .and()
            .longType()
            .endUnion()
            .noDefault()
            .endRecord();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TableSchemas.of(record));
    assertEquals(
        "id: a union must be of null and one other type, got [\"string\",\"long\"]",
        e.getMessage());
  }

  /** Name, type and mode of every column, those of nested records under their path. */
  private static List<String> columns(Schema record) {
    TableSchema table = TableSchemas.of(record);
    List<String> columns = new ArrayList<>();
    addColumns("", table.getFields(), columns);
    return columns;
  }

  private static void addColumns(String path, List<TableFieldSchema> fields, List<String> columns) {
    for (TableFieldSchema field : fields) {
      String name = path + field.getName();
      columns.add(name + " " + field.getType() + " " + field.getMode());
      if (field.getFields() != null) {
        addColumns(name + ".", field.getFields(), columns);
      }
    }
  }
}
