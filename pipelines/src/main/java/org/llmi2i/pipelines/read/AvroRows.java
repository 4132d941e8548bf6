package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Rows of an Avro file; timestamps as ISO-8601, whatever their unit. */
final class AvroRows {
  private AvroRows() {}

  static void read(InputStream in, Consumer<Row> out) throws IOException {
    try (DataFileStream<GenericRecord> records =
        new DataFileStream<>(in, new GenericDatumReader<>())) {
      List<Schema.Field> fields = records.getSchema().getFields();
      List<String> columns = fields.stream().map(Schema.Field::name).toList();
      for (GenericRecord record : records) {
        List<String> values = new ArrayList<>(columns.size());
        for (Schema.Field field : fields) {
          values.add(text(record.get(field.pos()), field.schema()));
        }
        out.accept(Row.of(columns, values));
      }
    }
  }

  /** The fields of the file's schema. */
  static List<String> columns(InputStream in) throws IOException {
    try (DataFileStream<GenericRecord> records =
        new DataFileStream<>(in, new GenericDatumReader<>())) {
      return records.getSchema().getFields().stream().map(Schema.Field::name).toList();
    }
  }

  private static String text(Object value, Schema schema) {
    if (value == null) {
      return "";
    }
    LogicalType logical = nonNull(schema).getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros && value instanceof Long micros) {
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
    if (logical instanceof LogicalTypes.TimestampMillis && value instanceof Long millis) {
      return Instant.ofEpochMilli(millis).toString();
    }
    return value.toString();
  }

  private static Schema nonNull(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }
}
