package org.llmi2i.cooccurrence;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Rows as bytes: about 10 bytes and the neighbor's id an entry. */
public final class NeighborRowCoder extends AtomicCoder<NeighborRow> {
  private static final NeighborRowCoder INSTANCE = new NeighborRowCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  private NeighborRowCoder() {}

  public static NeighborRowCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(NeighborRow row, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    TEXT.encode(row.itemId(), data);
    VarInt.encode(row.neighbors().size(), data);
    for (NeighborRow.Entry entry : row.neighbors()) {
      TEXT.encode(entry.itemId(), data);
      data.writeDouble(entry.score());
      VarInt.encode(entry.support(), data);
    }
  }

  @Override
  public NeighborRow decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    String itemId = TEXT.decode(data);
    int size = VarInt.decodeInt(data);
    List<NeighborRow.Entry> neighbors = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      neighbors.add(
          new NeighborRow.Entry(TEXT.decode(data), data.readDouble(), VarInt.decodeLong(data)));
    }
    return new NeighborRow(itemId, neighbors);
  }
}
