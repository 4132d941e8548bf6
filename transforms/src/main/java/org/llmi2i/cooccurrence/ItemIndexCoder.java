package org.llmi2i.cooccurrence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/** An index as bytes: 16 bytes and the id an item. */
final class ItemIndexCoder extends AtomicCoder<ItemIndex> {
  private static final ItemIndexCoder INSTANCE = new ItemIndexCoder();

  /** Items that are encoded in one piece. */
  private static final int PIECE = 4096;

  private static final int PIECE_BYTES = 32 * PIECE;

  private ItemIndexCoder() {}

  static ItemIndexCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ItemIndex index, OutputStream out) throws IOException {
    VarInt.encode(index.users(), out);
    index.sizes().encode(out);
    VarInt.encode(index.itemCount(), out);
    ByteWriter bytes = new ByteWriter(PIECE_BYTES);
    for (int item = 0; item < index.itemCount(); item++) {
      bytes.putText(index.id(item));
      bytes.putDouble(index.length(item));
      bytes.putDouble(index.norm(item));
      if (isLastOfPiece(item, index.itemCount())) {
        bytes.writePiece(out);
      }
    }
  }

  @Override
  public ItemIndex decode(InputStream in) throws IOException {
    long users = VarInt.decodeLong(in);
    BasketSizes sizes = BasketSizes.decode(in);
    String[] ids = new String[VarInt.decodeInt(in)];
    double[] lengths = new double[ids.length];
    double[] norms = new double[ids.length];
    for (int from = 0; from < ids.length; from += PIECE) {
      ByteReader bytes = ByteReader.readPiece(in);
      for (int item = from; item < Math.min(from + PIECE, ids.length); item++) {
        ids[item] = bytes.getText();
        lengths[item] = bytes.getDouble();
        norms[item] = bytes.getDouble();
      }
    }
    return new ItemIndex(ids, lengths, norms, users, sizes);
  }

  private static boolean isLastOfPiece(int item, int items) {
    return item % PIECE == PIECE - 1 || item == items - 1;
  }
}
