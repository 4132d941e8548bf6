package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows of a CSV or TSV file (RFC 4180) whose first line names the columns.
 *
 * <p>A quoted value may span lines. A quote that is not closed within {@link #MAX_LINES} lines
 * breaks its own line only: reading goes on with the line behind it.
 */
final class DelimitedRows {
  static final int MAX_LINES = 20;

  private final char delimiter;
  private final CSVFormat format;

  DelimitedRows(char delimiter) {
    this.delimiter = delimiter;
    this.format = CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
  }

  void read(InputStream in, Consumer<Row> out) throws IOException {
    Lines lines = new Lines(in);
    String header = lines.next();
    if (header == null) {
      return;
    }
    List<String> columns = header(header);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank()) {
        out.accept(row(columns, line, lines));
      }
    }
  }

  /** The columns that the first line names; none if there is no line. */
  List<String> columns(InputStream in) throws IOException {
    String header = new Lines(in).next();
    return header == null ? List.of() : header(header);
  }

  private List<String> header(String line) throws IOException {
    List<String> columns = line.indexOf('"') < 0 ? split(line, 8) : parse(line);
    return columns == null ? List.of(line) : columns.stream().map(String::strip).toList();
  }

  private Row row(List<String> columns, String line, Lines lines) throws IOException {
    if (line.length() > Lines.MAX_LENGTH) {
      return Row.malformed(line, "the line is longer than " + Lines.MAX_LENGTH + " characters");
    }
    String text = line;
    List<String> values;
    if (line.indexOf('"') < 0) {
      values = split(line, columns.size());
    } else {
      text = closeQuotes(line, columns.size(), lines);
      values = parse(text);
      if (values == null) {
        return Row.malformed(line, "broken quoting");
      }
    }
    if (values.size() != columns.size()) {
      return Row.malformed(
          text, "the row has " + values.size() + " columns, the header " + columns.size());
    }
    if (text.indexOf(Lines.REPLACEMENT) >= 0) {
      return Row.malformed(text, "the row is not in UTF-8");
    }
    return Row.of(columns, values);
  }

  private List<String> split(String line, int columns) {
    List<String> values = new ArrayList<>(columns);
    int from = 0;
    for (int to = line.indexOf(delimiter); to >= 0; to = line.indexOf(delimiter, from)) {
      values.add(line.substring(from, to));
      from = to + 1;
    }
    values.add(line.substring(from));
    return values;
  }

  /** The line with those behind it that an open quote takes in, or alone if none closes it. */
  private String closeQuotes(String line, int columns, Lines lines) throws IOException {
    if (quotes(line) % 2 == 0) {
      return line;
    }
    StringBuilder text = new StringBuilder(line);
    List<String> taken = new ArrayList<>();
    for (int i = 1; i < MAX_LINES && text.length() < Lines.MAX_LENGTH; i++) {
      String next = lines.next();
      if (next == null) {
        break;
      }
      taken.add(next);
      text.append('\n').append(next);
      if (quotes(next) % 2 == 1 && fits(text.toString(), columns)) {
        return text.toString();
      }
    }
    Collections.reverse(taken);
    taken.forEach(lines::putBack);
    return line;
  }

  /**
   * Whether the text is a row. The quote of a later broken line seems to close the one of an
   * earlier: then the columns do not fit.
   */
  private boolean fits(String text, int columns) throws IOException {
    List<String> values = parse(text);
    return values != null && values.size() == columns;
  }

  private static long quotes(String line) {
    return line.chars().filter(c -> c == '"').count();
  }

  private @Nullable List<String> parse(String text) throws IOException {
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1 ? records.get(0).toList() : null;
    } catch (UncheckedIOException | IllegalStateException e) {
      return null;
    }
  }
}
