package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows of a CSV or TSV file (RFC 4180) whose first line names the columns.
 *
 * <p>A quoted value may span lines, which a line feed then joins. A quote that is not closed within
 * {@link #MAX_LINES} lines and {@link Lines#MAX_LENGTH} characters breaks its own line only:
 * reading goes on with the line behind it.
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
    String header = nextRow(lines);
    if (header == null) {
      return;
    }
    List<String> columns = header(header);
    for (String line = nextRow(lines); line != null; line = nextRow(lines)) {
      out.accept(row(columns, line, lines));
    }
  }

  /** The columns that the first line names; none if there is no line. */
  List<String> columns(InputStream in) throws IOException {
    String header = nextRow(new Lines(in));
    return header == null ? List.of() : header(header);
  }

  /** The next line that is not blank; one of delimiters alone is a row of empty values. */
  private @Nullable String nextRow(Lines lines) throws IOException {
    String line = lines.next();
    while (line != null && line.isBlank() && line.indexOf(delimiter) < 0) {
      line = lines.next();
    }
    return line;
  }

  private List<String> header(String line) throws IOException {
    List<String> columns = line.indexOf('"') < 0 ? split(line, 8) : parse(line);
    return columns == null ? List.of(line) : columns.stream().map(String::strip).toList();
  }

  private Row row(List<String> columns, String line, Lines lines) throws IOException {
    if (line.length() > Lines.MAX_LENGTH) {
      return Row.malformed(line, "the line is longer than " + Lines.MAX_LENGTH + " characters");
    }
    if (line.indexOf('"') < 0) {
      return row(columns, line, split(line, columns.size()));
    }
    Quotes quotes = new Quotes(delimiter);
    quotes.read(line);
    if (quotes.areOpen()) {
      return joinedRow(columns, line, quotes, lines);
    }
    List<String> values = parse(line);
    return values == null ? Row.malformed(line, "broken quoting") : row(columns, line, values);
  }

  private static Row row(List<String> columns, String text, List<String> values) {
    if (values.size() != columns.size()) {
      return Row.malformed(
          text, "the row has " + values.size() + " columns, the header " + columns.size());
    }
    if (text.indexOf(Lines.NOT_UTF8) >= 0) {
      return Row.malformed(text, "the row is not in UTF-8");
    }
    return Row.of(columns, values);
  }

  private List<String> split(String line, int columns) {
    int[] ends = new int[columns];
    int count = 0;
    for (int to = line.indexOf(delimiter); to >= 0; to = line.indexOf(delimiter, to + 1)) {
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, 2 * count + 1);
      }
      ends[count++] = to;
    }
    return new Values(line, ends, count + 1);
  }

  /** The values of a line without quotes: a text is made only of those that are asked for. */
  private static final class Values extends AbstractList<String> implements RandomAccess {
    private final String line;

    /** Where the values end, but for the last. */
    private final int[] ends;

    private final int size;

    Values(String line, int[] ends, int size) {
      this.line = line;
      this.ends = ends;
      this.size = size;
    }

    @Override
    public String get(int at) {
      Objects.checkIndex(at, size);
      return line.substring(
          at == 0 ? 0 : ends[at - 1] + 1, at == size - 1 ? line.length() : ends[at]);
    }

    @Override
    public int size() {
      return size;
    }
  }

  /** The row of a line with those behind it that its open quote takes in. */
  private Row joinedRow(List<String> columns, String line, Quotes quotes, Lines lines)
      throws IOException {
    StringBuilder text = new StringBuilder(line);
    List<String> taken = new ArrayList<>();
    while (quotes.areOpen() && taken.size() < MAX_LINES - 1) {
      String next = lines.next();
      if (next == null) {
        break;
      }
      taken.add(next);
      if (text.length() + next.length() >= Lines.MAX_LENGTH) {
        break;
      }
      text.append('\n').append(next);
      quotes.read(next);
    }
    List<String> values = quotes.areOpen() ? null : parse(text.toString());
    // The opening quote of a later row seems to close this one: then the columns do not fit.
    if (values != null && values.size() == columns.size()) {
      return row(columns, text.toString(), values);
    }
    Collections.reverse(taken);
    taken.forEach(lines::putBack);
    return Row.malformed(line, "broken quoting");
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
