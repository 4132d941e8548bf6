package org.llmi2i.evaluate;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/** A table, or a part of one, as bytes: 12 an entry, and every id once. */
public final class TableIndexCoder extends AtomicCoder<TableIndex> {
  private static final TableIndexCoder INSTANCE = new TableIndexCoder();
  private static final int ENTRY_BYTES = Integer.BYTES + Double.BYTES;
  private static final int ENTRIES_AT_ONCE = 4096;

  private TableIndexCoder() {}

  public static TableIndexCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TableIndex table, OutputStream out) throws IOException {
    ByteWriter head = new ByteWriter(1 << 16);
    table.ids().put(head);
    for (int item = 0; item < table.ids().count(); item++) {
      head.putLong(table.starts()[item + 1] - table.starts()[item]);
    }
    head.writePiece(out);
    ByteBuffer entries = ByteBuffer.allocate(ENTRY_BYTES * ENTRIES_AT_ONCE);
    for (int at = 0; at < table.neighbors().length; at++) {
      entries.putInt(table.neighbors()[at]).putDouble(table.scores()[at]);
      if (!entries.hasRemaining()) {
        out.write(entries.array());
        entries.clear();
      }
    }
    out.write(entries.array(), 0, entries.position());
  }

  @Override
  public TableIndex decode(InputStream in) throws IOException {
    ByteReader head = ByteReader.readPiece(in);
    IdNumbers ids = IdNumbers.get(head);
    int[] starts = new int[ids.count() + 1];
    for (int item = 0; item < ids.count(); item++) {
      starts[item + 1] = starts[item] + (int) head.getLong();
    }
    DataInputStream data = new DataInputStream(in);
    int[] neighbors = new int[starts[ids.count()]];
    double[] scores = new double[neighbors.length];
    ByteBuffer entries = ByteBuffer.allocate(ENTRY_BYTES * ENTRIES_AT_ONCE);
    for (int at = 0; at < neighbors.length; at++) {
      if (at % ENTRIES_AT_ONCE == 0) {
        int count = Math.min(ENTRIES_AT_ONCE, neighbors.length - at);
        data.readFully(entries.array(), 0, ENTRY_BYTES * count);
        entries.clear();
      }
      neighbors[at] = entries.getInt();
      scores[at] = entries.getDouble();
    }
    return new TableIndex(ids, starts, neighbors, scores);
  }
}
