package org.llmi2i.pipelines.bigquery;

import com.google.api.services.bigquery.model.TableRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.llmi2i.schemas.TableSchemas;

/** Records as rows of the tables that {@link TableSchemas} derives for them. */
final class TableRows {
  /** BigQuery refuses requests of 10 MB; what surrounds a row in one takes part of it. */
  static final int MAX_BYTES = 8 << 20;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private TableRows() {}

  /** The record as a row. */
  static TableRow of(SpecificRecord record) {
    TableRow row = new TableRow();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (value != null) {
        row.set(field.name(), value(value));
      }
    }
    return row;
  }

  private static Object value(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<TableRow> entries = new ArrayList<>();
      new TreeMap<>(map)
          .forEach(
              (key, entry) ->
                  entries.add(new TableRow().set("key", key).set("value", value(entry))));
      return entries;
    }
    return value instanceof Enum<?> || value instanceof Instant ? value.toString() : value;
  }

  /**
   * Why BigQuery could not hold the record: one row that it refuses fails a load of all the others.
   */
  static Optional<String> problem(SpecificRecord record) {
    long bytes = 0;
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      Optional<String> problem = problem(field.name(), value);
      if (problem.isPresent()) {
        return problem;
      }
      bytes += bytes(value);
    }
    return bytes > MAX_BYTES
        ? Optional.of("the row has " + bytes + " bytes, and at most " + MAX_BYTES + " are taken")
        : Optional.empty();
  }

  private static Optional<String> problem(String field, Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return Optional.of(field + " is " + number);
    }
    if (value instanceof Instant time && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
      return Optional.of(field + " is not from the year 1 to 9999: " + time);
    }
    if (value instanceof CharSequence text && !isUnicode(text)) {
      return Optional.of(field + " is not Unicode: half of a surrogate pair stands alone");
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .flatMap(
              entry -> Stream.of(problem(field, entry.getKey()), problem(field, entry.getValue())))
          .flatMap(Optional::stream)
          .findFirst();
    }
    return Optional.empty();
  }

  private static boolean isUnicode(CharSequence text) {
    return text.codePoints()
        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  private static long bytes(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .mapToLong(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
          .sum();
    }
    return value instanceof CharSequence text
        ? text.toString().getBytes(StandardCharsets.UTF_8).length
        : Long.BYTES;
  }

  /**
   * The text, cut if it is longer, and each half of a surrogate pair that stands alone replaced.
   */
  static String fit(String text, int length) {
    StringBuilder fit = new StringBuilder();
    text.codePoints()
        .limit(length)
        .map(
            point ->
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                    ? '\ufffd'
                    : point)
        .forEach(fit::appendCodePoint);
    return fit.toString();
  }
}
