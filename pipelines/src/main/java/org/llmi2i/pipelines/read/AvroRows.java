package org.llmi2i.pipelines.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/**
 * Rows of an Avro file; times and dates as ISO-8601, whatever their unit, and maps, lists and
 * nested records as JSON.
 */
final class AvroRows {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Conversions.DecimalConversion DECIMAL = new Conversions.DecimalConversion();

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

  /** A record as a row. */
  static Row row(GenericRecord record) {
    List<Schema.Field> fields = record.getSchema().getFields();
    List<String> values = new ArrayList<>(fields.size());
    try {
      for (Schema.Field field : fields) {
        values.add(text(record.get(field.pos()), field.schema()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Row.of(fields.stream().map(Schema.Field::name).toList(), values);
  }

  private static String text(Object value, Schema schema) throws IOException {
    if (value == null) {
      return "";
    }
    Schema type = nonNull(schema);
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros && value instanceof Long micros) {
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
    if (logical instanceof LogicalTypes.TimestampMillis && value instanceof Long millis) {
      return Instant.ofEpochMilli(millis).toString();
    }
    if (logical instanceof LogicalTypes.Date && value instanceof Integer days) {
      return LocalDate.ofEpochDay(days).toString();
    }
    if (logical instanceof LogicalTypes.Decimal && value instanceof ByteBuffer bytes) {
      return DECIMAL.fromBytes(bytes, type, logical).toPlainString();
    }
    if (logical instanceof LogicalTypes.Decimal && value instanceof GenericFixed fixed) {
      return DECIMAL.fromFixed(fixed, type, logical).toPlainString();
    }
    if (value instanceof Map || value instanceof Collection || value instanceof IndexedRecord) {
      return JSON.readTree(GenericData.get().toString(value)).toString();
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
