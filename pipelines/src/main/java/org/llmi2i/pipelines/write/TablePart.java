package org.llmi2i.pipelines.write;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A temporary file that holds a part of a table: encoded rows, sorted by item. */
final class TablePart implements Closeable {
  private final DataInputStream in;
  private @Nullable EncodedRow row;

  private TablePart(DataInputStream in) {
    this.in = in;
  }

  /**
   * A row as it goes into the files of a table.
   *
   * @param itemId the row's item
   * @param csv its lines
   * @param avro its records; none if no Avro is wanted
   */
  @SuppressWarnings("ArrayRecordComponent") // Encoded rows are written, never compared.
  record EncodedRow(String itemId, byte[] csv, List<byte[]> avro) {

    long bytes() {
      return itemId.length() + csv.length + avro.stream().mapToLong(datum -> datum.length).sum();
    }
  }

  /** Sorts rows and writes them to a new part. */
  static void write(String file, List<EncodedRow> rows) throws IOException {
    rows.sort(Comparator.comparing(EncodedRow::itemId));
    try (DataOutputStream out = new DataOutputStream(Files.create(file))) {
      for (EncodedRow row : rows) {
        out.writeBoolean(true);
        write(row.itemId().getBytes(StandardCharsets.UTF_8), out);
        write(row.csv(), out);
        out.writeInt(row.avro().size());
        for (byte[] datum : row.avro()) {
          write(datum, out);
        }
      }
      out.writeBoolean(false);
    }
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Opens a part at its first row. */
  static TablePart open(String file) throws IOException {
    TablePart part = new TablePart(new DataInputStream(Files.open(file)));
    part.next();
    return part;
  }

  /** The row that the part is at, or null at its end. */
  @Nullable EncodedRow row() {
    return row;
  }

  /** Goes to the next row. */
  void next() throws IOException {
    if (!in.readBoolean()) {
      row = null;
      return;
    }
    String itemId = new String(readBytes(), StandardCharsets.UTF_8);
    byte[] csv = readBytes();
    int records = in.readInt();
    List<byte[]> avro = new ArrayList<>(records);
    for (int i = 0; i < records; i++) {
      avro.add(readBytes());
    }
    row = new EncodedRow(itemId, csv, avro);
  }

  private byte[] readBytes() throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
