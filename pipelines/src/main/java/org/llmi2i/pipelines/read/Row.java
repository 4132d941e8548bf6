package org.llmi2i.pipelines.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One row of a file as text: values by column, or a line that is no row.
 *
 * @param columns the file's columns; rows of one CSV file share the list
 * @param values one for each column, empty where the row has none
 * @param problem why the line is no row; then there are no columns and one value, the line
 */
record Row(List<String> columns, List<String> values, @Nullable String problem) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_JSON = 1 << 16;

  static Row of(List<String> columns, List<String> values) {
    return new Row(columns, values, null);
  }

  static Row malformed(String line, String problem) {
    return new Row(List.of(), List.of(line), problem);
  }

  /** The row as JSON, for people to look at: cut where it is very long. */
  String toJson() {
    ObjectNode node = JSON.createObjectNode();
    if (problem != null) {
      String line = values.get(0);
      node.put("line", line.length() > MAX_JSON ? line.substring(0, MAX_JSON) : line);
    } else {
      int left = MAX_JSON;
      for (int i = 0; i < columns.size() && left > 0; i++) {
        String value = values.get(i);
        String cut = value.length() > left ? value.substring(0, left) : value;
        left -= cut.length();
        node.put(columns.get(i), cut);
      }
    }
    return node.toString();
  }
}
