package org.llmi2i.cooccurrence;

import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/**
 * Many baskets in one record of bytes: for each its user, and its items as differences, so that an
 * item takes two bytes or so.
 */
final class BasketPack {
  private static final int WEIGHTS = 1;
  private static final int MOMENTS = 2;

  private final ByteWriter bytes = new ByteWriter(256);

  /** Adds a basket, with the moments of its items if these matter. */
  void add(Basket basket, boolean withMoments) {
    bytes.putFixed(basket.user());
    boolean withWeights = !basket.unitWeights();
    bytes.putLong((withWeights ? WEIGHTS : 0) + (withMoments ? MOMENTS : 0));
    bytes.putLong(basket.size());
    int before = 0;
    for (int at = 0; at < basket.size(); at++) {
      bytes.putLong(basket.item(at) - before);
      before = basket.item(at);
      if (withWeights) {
        bytes.putDouble(basket.weight(at));
      }
      if (withMoments) {
        bytes.putLong(basket.moment(at));
      }
    }
  }

  /** Adds the baskets of another pack. */
  void add(BasketPack other) {
    bytes.putAll(other.bytes);
  }

  void clear() {
    bytes.clear();
  }

  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toBytes();
  }

  /** Hands every basket of a pack to a block's builder. */
  static void read(byte[] pack, Block.Builder block) {
    ByteReader in = new ByteReader(pack);
    while (in.hasMore()) {
      long user = in.getFixed();
      long flags = in.getLong();
      int items = (int) in.getLong();
      block.user(user, items);
      int item = 0;
      for (int at = 0; at < items; at++) {
        item += (int) in.getLong();
        double weight = (flags & WEIGHTS) == 0 ? 1 : in.getDouble();
        block.interaction(item, weight, (flags & MOMENTS) == 0 ? 0 : (int) in.getLong());
      }
    }
  }
}
