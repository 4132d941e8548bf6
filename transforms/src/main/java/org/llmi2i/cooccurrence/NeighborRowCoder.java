package org.llmi2i.cooccurrence;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
    VarInt.encode(row.size(), data);
    for (int at = 0; at < row.size(); at++) {
      TEXT.encode(row.ids().text(row.neighbor(at)), data);
      data.writeDouble(row.score(at));
      VarInt.encode(row.support(at), data);
    }
  }

  @Override
  public NeighborRow decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    String itemId = TEXT.decode(data);
    int size = VarInt.decodeInt(data);
    ItemIds ids = new ItemIds(new String[size + 1]);
    ids.set(0, itemId);
    NeighborRow row = new NeighborRow(ids, 0, size);
    for (int at = 0; at < size; at++) {
      ids.set(at + 1, TEXT.decode(data));
      row.set(at, at + 1, data.readDouble(), VarInt.decodeLong(data));
    }
    return row;
  }
}
