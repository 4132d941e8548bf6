package org.llmi2i.evaluate;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** A whole table as bytes: 12 an entry, and every id once. */
final class TableIndexCoder extends AtomicCoder<TableIndex> {
  private static final TableIndexCoder INSTANCE = new TableIndexCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final int ENTRY_BYTES = Integer.BYTES + Double.BYTES;
  private static final int ENTRIES_AT_ONCE = 4096;

  private TableIndexCoder() {}

  static TableIndexCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TableIndex table, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out));
    VarInt.encode(table.ids().length, data);
    for (int item = 0; item < table.ids().length; item++) {
      TEXT.encode(table.ids()[item], data);
      VarInt.encode(table.starts()[item + 1] - table.starts()[item], data);
    }
    ByteBuffer entries = ByteBuffer.allocate(ENTRY_BYTES * ENTRIES_AT_ONCE);
    for (int at = 0; at < table.neighbors().length; at++) {
      entries.putInt(table.neighbors()[at]).putDouble(table.scores()[at]);
      if (!entries.hasRemaining()) {
        data.write(entries.array());
        entries.clear();
      }
    }
    data.write(entries.array(), 0, entries.position());
    data.flush();
  }

  @Override
  public TableIndex decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    String[] ids = new String[VarInt.decodeInt(data)];
    int[] starts = new int[ids.length + 1];
    for (int item = 0; item < ids.length; item++) {
      ids[item] = TEXT.decode(data);
      starts[item + 1] = starts[item] + VarInt.decodeInt(data);
    }
    int[] neighbors = new int[starts[ids.length]];
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
