package org.llmi2i.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/** A part of a table as bytes: about 12 an entry, and every id once. */
public final class TableRowsCoder extends AtomicCoder<TableRows> {
  private static final TableRowsCoder INSTANCE = new TableRowsCoder();
  private static final int ENTRIES_AT_ONCE = 4096;

  private TableRowsCoder() {}

  public static TableRowsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TableRows rows, OutputStream out) throws IOException {
    ByteWriter bytes = new ByteWriter(1 << 16);
    rows.ids().put(bytes);
    bytes.putLong(rows.size());
    bytes.writePiece(out);
    int item = 0;
    for (int at = 0; at < rows.size(); at++) {
      // Mostly 0.
      bytes.putLong(rows.item(at) - item);
      item = rows.item(at);
      bytes.putLong(rows.neighbor(at));
      bytes.putDouble(rows.score(at));
      if ((at + 1) % ENTRIES_AT_ONCE == 0) {
        bytes.writePiece(out);
      }
    }
    bytes.writePiece(out);
  }

  @Override
  public TableRows decode(InputStream in) throws IOException {
    ByteReader bytes = ByteReader.readPiece(in);
    IdNumbers ids = IdNumbers.get(bytes);
    int size = (int) bytes.getLong();
    int[] items = new int[size];
    int[] neighbors = new int[size];
    double[] scores = new double[size];
    int item = 0;
    for (int at = 0; at < size; at++) {
      if (at % ENTRIES_AT_ONCE == 0) {
        bytes = ByteReader.readPiece(in);
      }
      item += (int) bytes.getLong();
      items[at] = item;
      neighbors[at] = (int) bytes.getLong();
      scores[at] = bytes.getDouble();
    }
    if (size % ENTRIES_AT_ONCE == 0) {
      // The piece behind the last full one is empty.
      ByteReader.readPiece(in);
    }
    return new TableRows(ids, items, neighbors, scores, size);
  }
}
