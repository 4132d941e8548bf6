package org.llmi2i.pipelines.read;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificDatumWriter;

/** Small files, and what is read of them. */
final class Texts {
  private Texts() {}

  /** A text of these lines, each ended. */
  static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  static List<Row> read(RowFormat format, String text) {
    return read(format, text.getBytes(StandardCharsets.UTF_8));
  }

  static List<Row> read(RowFormat format, byte[] bytes) {
    List<Row> rows = new ArrayList<>();
    try {
      format.read(new ByteArrayInputStream(bytes), rows::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /** What became of each row: its values, or its problem in words. */
  static List<Object> outcomes(List<Row> rows) {
    return rows.stream()
        .<Object>map(row -> row.problem() == null ? row.values() : row.problem())
        .toList();
  }

  /** A row of columns and values in turns, as parsers take it. */
  static Fields fields(String... columnsAndValues) {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      columns.add(columnsAndValues[i]);
      values.add(columnsAndValues[i + 1]);
    }
    Fields fields = new Fields(ColumnMapping.none());
    fields.set(Row.of(columns, values));
    return fields;
  }

  /** The parser's record of the only row. */
  static <T> T parse(RowParser<T> parser, List<Row> rows) throws RowParser.RowException {
    Fields fields = new Fields(ColumnMapping.none());
    if (rows.size() != 1) {
      throw new AssertionError(rows);
    }
    fields.set(rows.get(0));
    return parser.parse(fields, "file", 1);
  }

  /** An Avro file of records, generated or generic. */
  static byte[] avro(IndexedRecord... records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<IndexedRecord> writer =
        new DataFileWriter<>(new SpecificDatumWriter<>(records[0].getSchema()))) {
      writer.create(records[0].getSchema(), out);
      for (IndexedRecord record : records) {
        writer.append(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static String write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file and returns its name. */
  static String write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toString();
  }
}
