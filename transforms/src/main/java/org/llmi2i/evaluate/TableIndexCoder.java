package org.llmi2i.evaluate;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** A whole table as bytes: 12 an entry, and every id once. */
final class TableIndexCoder extends AtomicCoder<TableIndex> {
  private static final TableIndexCoder INSTANCE = new TableIndexCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

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
    for (int at = 0; at < table.neighbors().length; at++) {
      data.writeInt(table.neighbors()[at]);
      data.writeDouble(table.scores()[at]);
    }
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
    for (int at = 0; at < neighbors.length; at++) {
      neighbors[at] = data.readInt();
      scores[at] = data.readDouble();
    }
    return new TableIndex(ids, starts, neighbors, scores);
  }
}
