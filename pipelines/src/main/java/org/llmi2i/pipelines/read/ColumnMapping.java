package org.llmi2i.pipelines.read;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which column of a file holds which field of a record. A field without a mapping is looked for
 * under its own name, then under its common other names.
 */
public final class ColumnMapping implements Serializable {
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of("event_time", List.of("timestamp", "time"), "event_type", List.of("event"));

  private final Map<String, String> columns;

  private ColumnMapping(Map<String, String> columns) {
    this.columns = columns;
  }

  /** Every field under its own name. */
  public static ColumnMapping none() {
    return new ColumnMapping(new TreeMap<>());
  }

  /**
   * Reads {@code field=column,field=column,...}; empty for none.
   *
   * @param option the option's name, for messages
   * @param fields the fields that may be mapped
   * @throws IllegalArgumentException if it is not of that form or names an unknown field
   */
  public static ColumnMapping parse(String option, String text, List<String> fields) {
    Map<String, String> columns = new TreeMap<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String field = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      String column = equals < 0 ? "" : part.substring(equals + 1).strip();
      if (column.isEmpty() || !fields.contains(field)) {
        throw new IllegalArgumentException(
            option
                + ": must be field=column pairs of the fields "
                + String.join(", ", fields)
                + ", got "
                + part);
      }
      if (columns.put(field, column) != null) {
        throw new IllegalArgumentException(option + ": names the field " + field + " twice");
      }
    }
    return new ColumnMapping(columns);
  }

  /** The place of a field's column among a file's columns, or -1. */
  int index(String field, List<String> fileColumns) {
    String mapped = columns.get(field);
    if (mapped != null) {
      return fileColumns.indexOf(mapped);
    }
    int index = fileColumns.indexOf(field);
    for (String other : OTHER_NAMES.getOrDefault(field, List.of())) {
      index = index >= 0 ? index : fileColumns.indexOf(other);
    }
    return index;
  }

  /** The column that a mapping names for a field, or null. */
  @Nullable String mapped(String field) {
    return columns.get(field);
  }

  /** All columns that the mapping names. */
  List<String> mappedColumns() {
    return List.copyOf(columns.values());
  }
}
