package org.llmi2i.pipelines.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
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
    return new Row(List.of(), List.of(line.replace(Lines.NOT_UTF8, '\ufffd')), problem);
  }

  /**
   * The row as JSON, for people to look at: at most 64 KiB of UTF-8, to which names and values are
   * cut from the end.
   */
  String toJson() {
    String json = toJson(MAX_JSON);
    // A character takes one byte or, escaped, up to six.
    for (int room = MAX_JSON / 2; bytes(json) > MAX_JSON; room /= 2) {
      json = toJson(room);
    }
    return json;
  }

  private String toJson(int characters) {
    ObjectNode node = JSON.createObjectNode();
    int left = characters;
    for (int i = 0; i < values.size() && left > 0; i++) {
      String name = cut(problem == null ? columns.get(i) : "line", left);
      left -= name.length();
      String value = cut(values.get(i), left);
      left -= value.length();
      node.put(name, value);
    }
    return node.toString();
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    // Not between the halves of a surrogate pair.
    boolean halved = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, halved ? length - 1 : length);
  }

  private static int bytes(String json) {
    return json.length() * 3 <= MAX_JSON
        ? json.length()
        : json.getBytes(StandardCharsets.UTF_8).length;
  }
}
