package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.Test;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Origin;

/** Avro files: our own, which come back as they were, and those of warehouses. */
public class AvroRowsTest {
  private static final InteractionParser INTERACTIONS =
      new InteractionParser(new EventTimes("auto"), false);

  @Test
  public void anInteractionOfOursComesBackAsItWas() throws Exception {
    Interaction observed =
        Interaction.newBuilder()
            .setUserId("u1")
            .setItemId("i1")
            .setEventTime(Instant.parse("2010-12-01T08:26:00.123456Z"))
            .setEventType("view")
            .setQuantity(3)
            .setPrice(1.25)
            .setWeight(0.5)
            .build();
    Interaction synthetic =
        Interaction.newBuilder(observed)
            .setEventTime(Instant.parse("2010-12-01T00:00:00Z"))
            .setPrice(null)
            .setOrigin(Origin.SYNTHETIC)
            .setConfidence(0.75)
            .setExchangeId("e1")
            .build();

    assertEquals(
        observed, Texts.parse(INTERACTIONS, Texts.read(RowFormat.AVRO, Texts.avro(observed))));
    assertEquals(
        synthetic, Texts.parse(INTERACTIONS, Texts.read(RowFormat.AVRO, Texts.avro(synthetic))));
  }

  @Test
  public void anItemOfOursComesBackAsItWas() throws Exception {
    Item plain = Item.newBuilder().setItemId("i1").setTitle("BAG").setAttributes(Map.of()).build();
    Item full =
        Item.newBuilder(plain)
            .setCategory("bags/red")
            .setPrice(2.5)
            .setAttributes(Map.of("colour", "red", "note", "a \"quoted\"\nword"))
            .build();

    for (Item item : List.of(plain, full)) {
      assertEquals(
          item,
          Texts.parse(new ItemParser(), Texts.read(RowFormat.AVRO, Texts.avro(item))).getValue());
    }
  }

  @Test
  public void timesAndDatesAreIsoWhateverTheirUnit() {
    Schema schema =
        SchemaBuilder.record("Row")
            .fields()
            .name("micros")
            .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .name("millis")
            .type(
                Schema.createUnion(
                    Schema.create(Schema.Type.NULL),
                    LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG))))
            .noDefault()
            .name("day")
            .type(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))
            .noDefault()
            .name("seconds")
            .type()
            .longType()
            .noDefault()
            .endRecord();
    GenericRecord row =
        new GenericRecordBuilder(schema)
            .set("micros", 1_291_191_960_000_001L)
            .set("millis", 1_291_191_960_000L)
            .set("day", 14_944)
            .set("seconds", 1_291_191_960L)
            .build();

    assertEquals(
        List.of(
            Row.of(
                List.of("micros", "millis", "day", "seconds"),
                List.of(
                    "2010-12-01T08:26:00.000001Z",
                    "2010-12-01T08:26:00Z",
                    "2010-12-01",
                    "1291191960"))),
        Texts.read(RowFormat.AVRO, Texts.avro(row)));
  }

  @Test
  public void aDecimalIsItsNumber() {
    Schema numeric = LogicalTypes.decimal(38, 9).addToSchema(Schema.create(Schema.Type.BYTES));
    Schema schema =
        SchemaBuilder.record("Row").fields().name("price").type(numeric).noDefault().endRecord();
    GenericRecord row =
        new GenericRecordBuilder(schema)
            .set(
                "price",
                new Conversions.DecimalConversion()
                    .toBytes(new BigDecimal("12.950000000"), numeric, numeric.getLogicalType()))
            .build();

    assertEquals(
        List.of(List.of("12.950000000")),
        Texts.outcomes(Texts.read(RowFormat.AVRO, Texts.avro(row))));
  }

  @Test
  public void mapsAndListsAreJsonAndNullIsEmpty() {
    Schema schema =
        SchemaBuilder.record("Row")
            .fields()
            .name("tags")
            .type()
            .array()
            .items()
            .stringType()
            .noDefault()
            .name("more")
            .type()
            .map()
            .values()
            .intType()
            .noDefault()
            .optionalString("note")
            .endRecord();
    GenericRecord row =
        new GenericRecordBuilder(schema)
            .set("tags", List.of("a", "b\""))
            .set("more", Map.of("n", 1))
            .build();

    assertEquals(
        List.of(List.of("[\"a\",\"b\\\"\"]", "{\"n\":1}", "")),
        Texts.outcomes(Texts.read(RowFormat.AVRO, Texts.avro(row))));
  }

  @Test
  public void theColumnsAreTheSchemasFields() throws IOException {
    Item item = Item.newBuilder().setItemId("i").setTitle("t").build();
    assertEquals(
        List.of("item_id", "title", "category", "price", "attributes"),
        RowFormat.AVRO.columns(new ByteArrayInputStream(Texts.avro(item))));
  }
}
