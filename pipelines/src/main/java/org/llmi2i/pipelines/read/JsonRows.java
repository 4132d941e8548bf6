package org.llmi2i.pipelines.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Rows of a file with one JSON object a line. */
final class JsonRows {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // An id such as 1.10 keeps its last digit.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Rows of the head of a file that are looked into for columns. */
  private static final int HEAD = 100;

  private JsonRows() {}

  static void read(InputStream in, Consumer<Row> out) throws IOException {
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank()) {
        out.accept(row(line));
      }
    }
  }

  /**
   * The columns of the first rows, of which any may lack some or be broken; none if there is no
   * row.
   *
   * @throws IOException if none of them can be read
   */
  static List<String> columns(InputStream in) throws IOException {
    Lines lines = new Lines(in);
    Set<String> columns = new LinkedHashSet<>();
    String problem = null;
    int rows = 0;
    for (String line = lines.next(); line != null && rows < HEAD; line = lines.next()) {
      if (!line.isBlank()) {
        Row row = row(line);
        columns.addAll(row.columns());
        problem = rows == 0 ? row.problem() : problem;
        rows++;
      }
    }
    if (columns.isEmpty() && problem != null) {
      throw new IOException(problem);
    }
    return List.copyOf(columns);
  }

  private static Row row(String line) {
    if (line.length() > Lines.MAX_LENGTH) {
      return Row.malformed(line, "the line is longer than " + Lines.MAX_LENGTH + " characters");
    }
    if (line.indexOf(Lines.NOT_UTF8) >= 0) {
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
    if (value.isBigDecimal()) {
      return value.decimalValue().toPlainString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
