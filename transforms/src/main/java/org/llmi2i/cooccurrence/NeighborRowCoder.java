package org.llmi2i.cooccurrence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/**
 * Rows as bytes: about 10 bytes and the neighbor's id an entry. The ids of a row that was read stay
 * bytes until one is asked for as text, so a row that only passes a step costs little.
 */
public final class NeighborRowCoder extends AtomicCoder<NeighborRow> {
  private static final NeighborRowCoder INSTANCE = new NeighborRowCoder();

  private NeighborRowCoder() {}

  public static NeighborRowCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(NeighborRow row, OutputStream out) throws IOException {
    ItemIds ids = row.ids();
    ByteWriter bytes = new ByteWriter(64 + 32 * row.size());
    bytes.putLong(row.size());
    int length = ids.utf8Length(row.item());
    bytes.putLong(length);
    for (int at = 0; at < row.size(); at++) {
      int one = ids.utf8Length(row.neighbor(at));
      bytes.putLong(one);
      length += one;
    }
    byte[] texts = new byte[length];
    ids.copyUtf8(row.item(), texts, 0);
    int end = ids.utf8Length(row.item());
    for (int at = 0; at < row.size(); at++) {
      ids.copyUtf8(row.neighbor(at), texts, end);
      end += ids.utf8Length(row.neighbor(at));
    }
    bytes.putBytes(texts);
    for (int at = 0; at < row.size(); at++) {
      bytes.putDouble(row.score(at));
      bytes.putLong(row.support(at));
    }
    bytes.writePiece(out);
  }

  @Override
  public NeighborRow decode(InputStream in) throws IOException {
    ByteReader bytes = ByteReader.readPiece(in);
    int size = (int) bytes.getLong();
    int[] ends = new int[size + 2];
    for (int number = 0; number <= size; number++) {
      ends[number + 1] = ends[number] + (int) bytes.getLong();
    }
    NeighborRow row = new NeighborRow(new ItemIds(bytes.getBytes(ends[size + 1]), ends), 0, size);
    for (int at = 0; at < size; at++) {
      row.set(at, at + 1, bytes.getDouble(), bytes.getLong());
    }
    return row;
  }
}
