package org.llmi2i.pipelines.write;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Two temporary files that hold a part of a table, sorted by item: one all lines of CSV, so that
 * those of many rows can be copied at once; the other names the last item, and says of every row
 * its item, how long its lines are, and holds its Avro.
 */
final class TablePart implements Closeable {
  /** In the name of every part, and of no other file of a run. */
  static final String PART = ".part";

  private static final String CSV = ".csv";
  private static final String ROWS = ".rows";

  private final DataInputStream rows;
  private final ReadableByteChannel csv;
  private final String lastItemId;

  /** Of the lines that were not copied yet. */
  private long csvLeft;

  private @Nullable String itemId;
  private List<byte[]> avro = List.of();
  private long csvLength;

  /** Of the rows that were passed and not yet copied. */
  private long passed;

  private TablePart(DataInputStream rows, ReadableByteChannel csv) throws IOException {
    this.rows = rows;
    this.csv = csv;
    lastItemId = new String(readBytes(), StandardCharsets.UTF_8);
    csvLeft = rows.readLong();
    read();
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

  /** Sorts rows, at least one, and writes them to a new part. */
  static void write(String name, List<EncodedRow> encoded) throws IOException {
    encoded.sort(Comparator.comparing(EncodedRow::itemId));
    try (DataOutputStream rows = new DataOutputStream(Files.create(name + ROWS));
        OutputStream csv = Files.create(name + CSV)) {
      write(encoded.get(encoded.size() - 1).itemId().getBytes(StandardCharsets.UTF_8), rows);
      rows.writeLong(encoded.stream().mapToLong(row -> row.csv().length).sum());
      for (EncodedRow row : encoded) {
        csv.write(row.csv());
        rows.writeBoolean(true);
        write(row.itemId().getBytes(StandardCharsets.UTF_8), rows);
        rows.writeInt(row.csv().length);
        rows.writeInt(row.avro().size());
        for (byte[] datum : row.avro()) {
          write(datum, rows);
        }
      }
      rows.writeBoolean(false);
    }
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Opens a part at its first row. */
  static TablePart open(String name) throws IOException {
    return new TablePart(
        new DataInputStream(Files.open(name + ROWS)), Files.openChannel(name + CSV));
  }

  /** Whether a part of this name is there. */
  static boolean exists(String name) throws IOException {
    ResourceId file = FileSystems.matchNewResource(name + ROWS, false);
    return FileSystems.matchResources(List.of(file)).get(0).status() == MatchResult.Status.OK;
  }

  static void delete(String name) throws IOException {
    List<ResourceId> files = new ArrayList<>();
    for (String kind : List.of(ROWS, CSV)) {
      files.add(FileSystems.matchNewResource(name + kind, false));
    }
    FileSystems.delete(files);
  }

  /** The item of the row that the part is at, or null at its end. */
  @Nullable String itemId() {
    return itemId;
  }

  /** Whether all rows that are left belong before an item; before none, all do. */
  boolean endsBefore(@Nullable String item) {
    return item == null || lastItemId.compareTo(item) < 0;
  }

  /** The records of the row. */
  List<byte[]> avro() {
    return avro;
  }

  /** Goes to the next row. */
  void next() throws IOException {
    passed += csvLength;
    read();
  }

  private void read() throws IOException {
    if (!rows.readBoolean()) {
      itemId = null;
      return;
    }
    itemId = new String(readBytes(), StandardCharsets.UTF_8);
    csvLength = rows.readInt();
    int records = rows.readInt();
    avro = new ArrayList<>(records);
    for (int i = 0; i < records; i++) {
      avro.add(readBytes());
    }
  }

  private byte[] readBytes() throws IOException {
    byte[] bytes = new byte[rows.readInt()];
    rows.readFully(bytes);
    return bytes;
  }

  /** Copies the lines of all rows that were passed since the last copy. */
  void copyCsv(WritableByteChannel out) throws IOException {
    Files.copy(csv, out, passed);
    csvLeft -= passed;
    passed = 0;
  }

  /** Copies all lines that were not copied yet, without a look at their rows. */
  void copyCsvToEnd(WritableByteChannel out) throws IOException {
    Files.copy(csv, out, csvLeft);
    csvLeft = 0;
    itemId = null;
  }

  @Override
  public void close() throws IOException {
    rows.close();
    csv.close();
  }
}
