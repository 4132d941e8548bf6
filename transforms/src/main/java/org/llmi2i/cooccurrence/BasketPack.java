package org.llmi2i.cooccurrence;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Many baskets in one record of bytes: for each its user, and its items as differences, so that an
 * item takes two bytes or so.
 */
final class BasketPack {
  private static final int WEIGHTS = 1;
  private static final int MOMENTS = 2;

  /** A user, flags and a size; an item's difference, weight and moment. */
  private static final int MAX_HEAD = 14;

  private static final int MAX_ITEM = 18;

  private byte[] bytes = new byte[256];
  private int size;

  /** Adds a basket, with the moments of its items if these matter. */
  void add(Basket basket, boolean withMoments) {
    reserve(MAX_HEAD + (long) MAX_ITEM * basket.size());
    ByteBuffer out = ByteBuffer.wrap(bytes).position(size);
    out.putLong(basket.user());
    boolean withWeights = !basket.unitWeights();
    out.put((byte) ((withWeights ? WEIGHTS : 0) + (withMoments ? MOMENTS : 0)));
    putInt(basket.size(), out);
    int before = 0;
    for (int at = 0; at < basket.size(); at++) {
      putInt(basket.item(at) - before, out);
      before = basket.item(at);
      if (withWeights) {
        out.putDouble(basket.weight(at));
      }
      if (withMoments) {
        putInt(basket.moment(at), out);
      }
    }
    size = out.position();
  }

  /** Adds the baskets of another pack. */
  void add(BasketPack other) {
    reserve(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  private void reserve(long more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(size + more, 2L * bytes.length));
    }
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Hands every basket of a pack to a block's builder. */
  static void read(byte[] pack, Block.Builder block) {
    ByteBuffer in = ByteBuffer.wrap(pack);
    while (in.hasRemaining()) {
      long user = in.getLong();
      int flags = in.get();
      int items = getInt(in);
      block.user(user, items);
      int item = 0;
      for (int at = 0; at < items; at++) {
        item += getInt(in);
        double weight = (flags & WEIGHTS) == 0 ? 1 : in.getDouble();
        block.interaction(item, weight, (flags & MOMENTS) == 0 ? 0 : getInt(in));
      }
    }
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  private static void putInt(int value, ByteBuffer out) {
    int left = value;
    while (left > 0x7f) {
      out.put((byte) (left | 0x80));
      left >>>= 7;
    }
    out.put((byte) left);
  }

  private static int getInt(ByteBuffer in) {
    int value = 0;
    int shift = 0;
    int part = in.get();
    while (part < 0) {
      value |= (part & 0x7f) << shift;
      shift += 7;
      part = in.get();
    }
    return value | (part << shift);
  }
}
