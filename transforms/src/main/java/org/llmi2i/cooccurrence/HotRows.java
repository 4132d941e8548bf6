package org.llmi2i.cooccurrence;

import java.util.Arrays;

/**
 * Parts of the rows of hot items: baskets are gathered for each such item, and folded into the row
 * that they add up to, which is smaller and quicker to add to others than the baskets are to go
 * through. About 20 bytes an item of the log, and {@link #PACKS_BYTES} of baskets.
 */
final class HotRows {
  /** Of the gathered baskets of all items. */
  private static final int PACKS_BYTES = 64 << 20;

  /** Of one item: beyond this, folding saves little more. */
  private static final int MAX_PACK_BYTES = 8 << 20;

  private final ItemIndex index;
  private final HotItems hot;
  private final Similarity similarity;
  private final double backwardWeight;
  private final BasketPack[] packs;
  private final int packBytes;
  private final ExactRow row;

  /** Takes a part of a row. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes one part.
     *
     * @param place of the item among the hot ones
     * @param part what {@link ExactRow#add(byte[])} adds
     */
    void accept(int place, byte[] part);
  }

  HotRows(ItemIndex index, HotItems hot, Similarity similarity, double backwardWeight) {
    this.index = index;
    this.hot = hot;
    this.similarity = similarity;
    this.backwardWeight = backwardWeight;
    packs = new BasketPack[hot.count()];
    Arrays.setAll(packs, place -> new BasketPack());
    packBytes = Math.min(MAX_PACK_BYTES, PACKS_BYTES / Math.max(1, hot.count()));
    row = new ExactRow(hot.count() == 0 ? 0 : index.itemCount());
  }

  /** Gathers a basket for one of its items that is hot. */
  void add(int place, BasketPack basket, Sink out) {
    packs[place].add(basket);
    if (packs[place].size() >= packBytes) {
      fold(place, out);
    }
  }

  /** Hands out what is still gathered. */
  void flush(Sink out) {
    for (int place = 0; place < packs.length; place++) {
      if (packs[place].size() > 0) {
        fold(place, out);
      }
    }
  }

  private void fold(int place, Sink out) {
    Block.Builder builder = builder(index, hot.item(place), similarity, backwardWeight);
    BasketPack.read(packs[place].toBytes(), builder);
    Similarity.Kernel kernel = similarity.on(builder.build());
    kernel.accumulate(hot.item(place), row);
    out.accept(place, row.toBytes(kernel.countsOnly()));
    row.clear();
    packs[place].clear();
  }

  /** Of a block that one hot item has to itself. */
  static Block.Builder builder(
      ItemIndex index, int item, Similarity similarity, double backwardWeight) {
    return new Block.Builder(
        index, new ItemRanges.Range(item, item + 1), similarity.weighting(), backwardWeight);
  }
}
