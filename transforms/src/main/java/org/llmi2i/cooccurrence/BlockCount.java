package org.llmi2i.cooccurrence;

import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.llmi2i.history.History;

/**
 * How many blocks to cut the items into, so that each fits its memory.
 *
 * <p>A history of L items touches at most min(L, blocks) blocks, so B blocks hold at most the sum
 * of L * L / B interactions each. Where the whole log fits one block, a few blocks only keep the
 * cores busy.
 */
final class BlockCount extends Combine.CombineFn<History, BlockCount.Size, Integer> {
  private static final int BYTES_PER_INTERACTION = 40;
  private static final int MIN_BLOCKS = 8;

  private final Baskets baskets;
  private final long blockMemory;

  BlockCount(Baskets baskets, long blockMemory) {
    this.baskets = baskets;
    this.blockMemory = blockMemory;
  }

  /** Interactions, and the sum over users of their squares. */
  record Size(double interactions, double squares) implements Serializable {}

  static int blocks(Size size, long blockMemory) {
    if (size.interactions() * BYTES_PER_INTERACTION <= blockMemory) {
      return MIN_BLOCKS;
    }
    double blocks = Math.ceil(size.squares() * BYTES_PER_INTERACTION / blockMemory);
    return (int) Math.max(MIN_BLOCKS, Math.min(blocks, 1 << 16));
  }

  @Override
  public Size createAccumulator() {
    return new Size(0, 0);
  }

  @Override
  public Size addInput(Size size, History history) {
    double items = baskets.of(history).map(basket -> basket.size()).orElse(0);
    return new Size(size.interactions() + items, size.squares() + items * items);
  }

  @Override
  public Size mergeAccumulators(Iterable<Size> sizes) {
    Size sum = createAccumulator();
    for (Size size : sizes) {
      sum = new Size(sum.interactions() + size.interactions(), sum.squares() + size.squares());
    }
    return sum;
  }

  @Override
  public Integer extractOutput(Size size) {
    return blocks(size, blockMemory);
  }

  @Override
  public Coder<Size> getAccumulatorCoder(CoderRegistry registry, Coder<History> inputCoder) {
    return SerializableCoder.of(Size.class);
  }
}
