package org.llmi2i.cooccurrence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.apache.beam.sdk.util.VarInt;

/** How many baskets have how many items; it decides into how many blocks the items are cut. */
final class BasketSizes {
  /** Of a block: numbers of items, while they are gathered. Weights take as much again. */
  private static final int BYTES_PER_INTERACTION = 8;

  /** Enough to share out evenly among the cores of a machine. */
  private static final int MIN_BLOCKS = 32;

  private static final int MAX_BLOCKS = 1 << 16;

  /** Pairs of items within baskets that one block should go through: a second or two. */
  private static final double PAIRS_PER_BLOCK = 2e8;

  private final TreeMap<Integer, Long> baskets = new TreeMap<>();

  void add(int size, long count) {
    baskets.merge(size, count, Long::sum);
  }

  void add(BasketSizes other) {
    other.baskets.forEach(this::add);
  }

  void encode(OutputStream out) throws IOException {
    VarInt.encode(baskets.size(), out);
    for (Map.Entry<Integer, Long> entry : baskets.entrySet()) {
      VarInt.encode(entry.getKey(), out);
      VarInt.encode(entry.getValue(), out);
    }
  }

  static BasketSizes decode(InputStream in) throws IOException {
    BasketSizes sizes = new BasketSizes();
    int count = VarInt.decodeInt(in);
    for (int i = 0; i < count; i++) {
      sizes.add(VarInt.decodeInt(in), VarInt.decodeLong(in));
    }
    return sizes;
  }

  /**
   * Into how many blocks to cut the items, so that each takes about this much memory.
   *
   * <p>A basket goes to every block that one of its items falls in, so blocks do not shrink as fast
   * as they grow in number.
   */
  int blocks(long blockMemory) {
    double pairs = sum(size -> (double) size * size);
    int blocks = (int) Math.max(MIN_BLOCKS, Math.min(pairs / PAIRS_PER_BLOCK, MAX_BLOCKS));
    while (blocks < MAX_BLOCKS && bytes(blocks) > blockMemory) {
      blocks += Math.max(1, blocks / 4);
    }
    return Math.min(blocks, MAX_BLOCKS);
  }

  /** What a block holds on average, if items fall in blocks at random. */
  private double bytes(int blocks) {
    double miss = 1 - 1.0 / blocks;
    return sum(size -> BYTES_PER_INTERACTION * size * (1 - Math.pow(miss, size)));
  }

  private double sum(IntToDoubleFunction ofSize) {
    double sum = 0;
    for (Map.Entry<Integer, Long> entry : baskets.entrySet()) {
      sum += entry.getValue() * ofSize.applyAsDouble(entry.getKey());
    }
    return sum;
  }
}
