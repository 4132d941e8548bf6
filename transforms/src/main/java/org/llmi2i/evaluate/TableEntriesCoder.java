package org.llmi2i.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/** A part of a table as bytes: about 14 an entry, and every id once. */
public final class TableEntriesCoder extends AtomicCoder<TableEntries> {
  private static final TableEntriesCoder INSTANCE = new TableEntriesCoder();
  private static final int ENTRIES_AT_ONCE = 4096;

  private TableEntriesCoder() {}

  public static TableEntriesCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TableEntries entries, OutputStream out) throws IOException {
    ByteWriter bytes = new ByteWriter(1 << 16);
    entries.ids().put(bytes);
    bytes.putLong(entries.size());
    bytes.writePiece(out);
    for (int at = 0; at < entries.size(); at++) {
      bytes.putLong(entries.item(at));
      bytes.putLong(entries.neighbor(at));
      bytes.putDouble(entries.score(at));
      if ((at + 1) % ENTRIES_AT_ONCE == 0) {
        bytes.writePiece(out);
      }
    }
    bytes.writePiece(out);
  }

  @Override
  public TableEntries decode(InputStream in) throws IOException {
    ByteReader bytes = ByteReader.readPiece(in);
    IdNumbers ids = IdNumbers.get(bytes);
    int size = (int) bytes.getLong();
    int[] items = new int[size];
    int[] neighbors = new int[size];
    double[] scores = new double[size];
    for (int at = 0; at < size; at++) {
      if (at % ENTRIES_AT_ONCE == 0) {
        bytes = ByteReader.readPiece(in);
      }
      items[at] = (int) bytes.getLong();
      neighbors[at] = (int) bytes.getLong();
      scores[at] = bytes.getDouble();
    }
    if (size % ENTRIES_AT_ONCE == 0) {
      // The piece behind the last full one is empty.
      ByteReader.readPiece(in);
    }
    return new TableEntries(ids, items, neighbors, scores, size);
  }
}
