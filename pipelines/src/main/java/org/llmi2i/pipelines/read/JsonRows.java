package org.llmi2i.pipelines.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Rows of a file with one JSON object a line. */
final class JsonRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonRows() {}

  static void read(InputStream in, Consumer<Row> out) throws IOException {
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank()) {
        out.accept(row(line));
      }
    }
  }

  /** The columns of the first row; none if there is no row. */
  static List<String> columns(InputStream in) throws IOException {
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank()) {
        return row(line).columns();
      }
    }
    return List.of();
  }

  private static Row row(String line) {
    if (line.length() > Lines.MAX_LENGTH) {
      return Row.malformed(line, "the line is longer than " + Lines.MAX_LENGTH + " characters");
    }
    if (line.indexOf(Lines.REPLACEMENT) >= 0) {
      return Row.malformed(line, "the row is not in UTF-8");
    }
    try {
      JsonNode node = JSON.readTree(line);
      if (!node.isObject()) {
        return Row.malformed(line, "the line is no JSON object");
      }
      List<String> columns = new ArrayList<>();
      List<String> values = new ArrayList<>();
      node.fields()
          .forEachRemaining(
              field -> {
                columns.add(field.getKey());
                values.add(text(field.getValue()));
              });
      return Row.of(columns, values);
    } catch (JsonProcessingException e) {
      return Row.malformed(line, "the line is not JSON: " + e.getOriginalMessage());
    }
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
