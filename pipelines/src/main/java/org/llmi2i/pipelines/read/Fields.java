package org.llmi2i.pipelines.read;

import com.fasterxml.jackson.core.io.NumberInput;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.pipelines.read.RowParser.RowException;
import org.llmi2i.schemas.Reason;

/**
 * The values of a row by the fields of a record. One object serves a file, row after row: places
 * are looked up anew only where the columns change.
 */
final class Fields {
  private static final int MAX_DETAIL = 200;
  private static final int SLOTS = 1 << 12;

  /** Jackson's reader of numbers gives what Java's does, with less work for short ones. */
  private static final boolean FAST = true;

  private final ColumnMapping mapping;
  private @Nullable List<String> columns;

  /** The fields that were looked up, in that order, and the places of their columns. */
  private String[] looked = new String[8];

  private int[] places = new int[8];
  private int known;

  /** Where the next look-up begins: a row's fields are asked for in the order of the last row's. */
  private int next;

  private List<String> values = List.of();

  /** Texts of numbers that were read last: prices, and scores of a table, repeat. */
  private final @Nullable String[] numberTexts = new String[SLOTS];

  private final double[] numbers = new double[SLOTS];

  Fields(ColumnMapping mapping) {
    this.mapping = mapping;
  }

  void set(Row row) {
    if (!row.columns().equals(columns)) {
      columns = row.columns();
      known = 0;
    }
    next = 0;
    values = row.values();
  }

  /** The value, stripped; empty if the row has none. */
  String text(String field) {
    int place = place(field);
    return place < 0 ? "" : values.get(place).strip();
  }

  /** A value that must not be empty. */
  String required(String field, Reason otherwise) throws RowException {
    String value = text(field);
    if (value.isEmpty()) {
      throw new RowException(otherwise, field + " is empty");
    }
    return value;
  }

  /** A number, or null if the row has none. */
  @Nullable Double number(String field, Reason otherwise) throws RowException {
    String value = text(field);
    if (value.isEmpty()) {
      return null;
    }
    int slot = value.hashCode() & (SLOTS - 1);
    if (value.equals(numberTexts[slot])) {
      return numbers[slot];
    }
    try {
      double number = NumberInput.parseDouble(value, FAST);
      if (Double.isFinite(number) && !isJavaOnly(value)) {
        numberTexts[slot] = value;
        numbers[slot] = number;
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as of numbers that are not finite.
    }
    throw new RowException(otherwise, field + " is not a number: " + shortened(value));
  }

  /** Java reads 5d, 5f and 0x5p0 as numbers too; a log means something else by them. */
  private static boolean isJavaOnly(String value) {
    return Character.isLetter(value.charAt(value.length() - 1))
        || value.indexOf('x') >= 0
        || value.indexOf('X') >= 0;
  }

  /** Every non-empty value of a column that holds none of these fields. */
  Map<String, String> others(List<String> fields) {
    Set<Integer> taken = new HashSet<>();
    fields.forEach(field -> taken.add(place(field)));
    Map<String, String> others = new HashMap<>();
    for (int i = 0; columns != null && i < columns.size(); i++) {
      if (!taken.contains(i) && !values.get(i).isBlank()) {
        others.put(columns.get(i), values.get(i).strip());
      }
    }
    return others;
  }

  private int place(String field) {
    for (int i = 0; i < known; i++) {
      int at = next < known ? next : 0;
      next = at + 1;
      if (looked[at].equals(field)) {
        return places[at];
      }
    }
    if (known == places.length) {
      looked = Arrays.copyOf(looked, 2 * known);
      places = Arrays.copyOf(places, 2 * known);
    }
    looked[known] = field;
    places[known] = mapping.index(field, columns == null ? List.of() : columns);
    next = known + 1;
    return places[known++];
  }

  static String shortened(String value) {
    return value.length() <= MAX_DETAIL ? value : value.substring(0, MAX_DETAIL) + "...";
  }
}
