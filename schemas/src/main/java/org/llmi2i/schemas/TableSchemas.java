package org.llmi2i.schemas;

import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * BigQuery table schemas, derived from the Avro schemas of the records.
 *
 * <p>A field that Avro lets be null is {@code NULLABLE}, an array or a map {@code REPEATED}, any
 * other {@code REQUIRED}. A map becomes a repeated record of {@code key} and {@code value}, as
 * BigQuery's own Avro loader does. The documentation of an Avro field becomes the column's
 * description.
 */
public final class TableSchemas {

  private TableSchemas() {}

  /**
   * The table of a record.
   *
   * @param record an Avro record, such as {@code Interaction.getClassSchema()}
   * @throws IllegalArgumentException if it is no record, or holds a type that BigQuery has no
   *     column for: a union of more than null and one type
   */
  public static TableSchema of(Schema record) {
    if (record.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException("record: a RECORD is needed, got " + record.getType());
    }
    return new TableSchema().setFields(fields(record));
  }

  private static List<TableFieldSchema> fields(Schema record) {
    return record.getFields().stream()
        .map(field -> column(field.name(), field.schema()).setDescription(field.doc()))
        .toList();
  }

  private static TableFieldSchema column(String name, Schema schema) {
    return switch (schema.getType()) {
      case UNION -> typed(name, nonNull(name, schema)).setMode("NULLABLE");
      case ARRAY -> typed(name, schema.getElementType()).setMode("REPEATED");
      case MAP ->
          new TableFieldSchema()
              .setName(name)
              .setType("RECORD")
              .setMode("REPEATED")
              .setFields(
                  List.of(
                      column("key", Schema.create(Schema.Type.STRING)),
                      column("value", schema.getValueType())));
      default -> typed(name, schema).setMode("REQUIRED");
    };
  }

  private static Schema nonNull(String name, Schema union) {
    List<Schema> types =
        union.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    if (types.size() != 1 || types.size() == union.getTypes().size()) {
      throw new IllegalArgumentException(
          name + ": a union must be of null and one other type, got " + union);
    }
    return types.get(0);
  }

  private static TableFieldSchema typed(String name, Schema schema) {
    TableFieldSchema column = new TableFieldSchema().setName(name).setType(type(name, schema));
    if (schema.getType() == Schema.Type.RECORD) {
      column.setFields(fields(schema));
    }
    return column;
  }

  private static String type(String name, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros
        || logical instanceof LogicalTypes.TimestampMillis) {
      return "TIMESTAMP";
    }
    return switch (schema.getType()) {
      case STRING, ENUM -> "STRING";
      case INT, LONG -> "INTEGER";
      case FLOAT, DOUBLE -> "FLOAT";
      case BOOLEAN -> "BOOLEAN";
      case BYTES, FIXED -> "BYTES";
      case RECORD -> "RECORD";
      default ->
          throw new IllegalArgumentException(
              name + ": BigQuery has no column for Avro's " + schema.getType());
    };
  }
}
