package org.llmi2i.cooccurrence;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** An index as bytes: 16 bytes and the id an item. */
final class ItemIndexCoder extends AtomicCoder<ItemIndex> {
  private static final ItemIndexCoder INSTANCE = new ItemIndexCoder();

  private ItemIndexCoder() {}

  static ItemIndexCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ItemIndex index, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    VarInt.encode(index.users(), data);
    index.sizes().encode(data);
    VarInt.encode(index.itemCount(), data);
    for (int item = 0; item < index.itemCount(); item++) {
      StringUtf8Coder.of().encode(index.id(item), data);
      data.writeDouble(index.length(item));
      data.writeDouble(index.norm(item));
    }
  }

  @Override
  public ItemIndex decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    long users = VarInt.decodeLong(data);
    BasketSizes sizes = BasketSizes.decode(data);
    String[] ids = new String[VarInt.decodeInt(data)];
    double[] lengths = new double[ids.length];
    double[] norms = new double[ids.length];
    for (int item = 0; item < ids.length; item++) {
      ids[item] = StringUtf8Coder.of().decode(data);
      lengths[item] = data.readDouble();
      norms[item] = data.readDouble();
    }
    return new ItemIndex(ids, lengths, norms, users, sizes);
  }
}
