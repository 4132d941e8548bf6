package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The formats that rows come in, told by the ending of the file's name. */
enum RowFormat {
  CSV {
    @Override
    void read(InputStream in, Consumer<Row> out) throws IOException {
      new DelimitedRows(',').read(in, out);
    }

    @Override
    List<String> columns(InputStream in) throws IOException {
      return new DelimitedRows(',').columns(in);
    }
  },
  TSV {
    @Override
    void read(InputStream in, Consumer<Row> out) throws IOException {
      new DelimitedRows('\t').read(in, out);
    }

    @Override
    List<String> columns(InputStream in) throws IOException {
      return new DelimitedRows('\t').columns(in);
    }
  },
  JSON_LINES {
    @Override
    void read(InputStream in, Consumer<Row> out) throws IOException {
      JsonRows.read(in, out);
    }

    @Override
    List<String> columns(InputStream in) throws IOException {
      return JsonRows.columns(in);
    }
  },
  AVRO {
    @Override
    void read(InputStream in, Consumer<Row> out) throws IOException {
      AvroRows.read(in, out);
    }

    @Override
    List<String> columns(InputStream in) throws IOException {
      return AvroRows.columns(in);
    }
  };

  /** Hands on every row of a file, in order. Blank lines are no rows. */
  abstract void read(InputStream in, Consumer<Row> out) throws IOException;

  /** The columns of a file, from its head: the header, the first row, or the schema. */
  abstract List<String> columns(InputStream in) throws IOException;

  /** Whether a row is a line, but for quoted values that span several. */
  boolean hasLines() {
    return this != AVRO;
  }

  /** Whether the first line names the columns. */
  boolean hasHeader() {
    return this == CSV || this == TSV;
  }

  /**
   * The format of a file.
   *
   * @throws InputException if the ending is none of those known
   */
  static RowFormat of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (plain.endsWith(".csv")) {
      return CSV;
    }
    if (plain.endsWith(".tsv")) {
      return TSV;
    }
    if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson") || plain.endsWith(".json")) {
      return JSON_LINES;
    }
    if (name.endsWith(".avro")) {
      return AVRO;
    }
    throw new InputException(
        file + ": unknown ending; known are .csv .tsv .jsonl .ndjson .json (each also .gz) .avro");
  }
}
