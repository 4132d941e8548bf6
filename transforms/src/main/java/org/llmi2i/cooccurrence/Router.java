package org.llmi2i.cooccurrence;

import java.util.Arrays;
import org.llmi2i.history.History;

/**
 * Shares out baskets, packed, to the blocks of their items, which are numbered from 0. Behind the
 * blocks come the hot items: to them go parts of their rows. About 64 MiB of packs, as much again
 * where items are hot, and 20 bytes an item of the log.
 */
final class Router {
  /** Of the packs of all blocks. */
  private static final int PACKS_BYTES = 32 << 20;

  private static final int PACK_BYTES = 1 << 20;

  private final ItemRanges ranges;
  private final Basket basket;
  private final boolean withMoments;
  private final BasketPack single = new BasketPack();
  private final BasketPack[] packs;
  private final int packBytes;
  private final HotItems hot;
  private final HotRows hotRows;

  /** Takes what goes to a block or to a hot item. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes one record.
     *
     * @param key of a block, or behind them of a hot item
     */
    void accept(int key, byte[] record);
  }

  Router(CoOccurrence.Table table, Baskets baskets, ItemIndex index) {
    ranges = index.ranges(index.sizes().blocks(table.blockMemory()));
    basket = new Basket(index, baskets);
    withMoments = table.isDirected();
    packs = new BasketPack[ranges.count()];
    Arrays.setAll(packs, block -> new BasketPack());
    packBytes = Math.min(PACK_BYTES, PACKS_BYTES / packs.length);
    hot = table.hot(index);
    hotRows = new HotRows(index, hot, table.similarity(), table.backwardWeight());
  }

  /** Shares out the basket of a history, if its user counts. */
  void add(History history, Sink out) {
    if (!basket.read(history)) {
      return;
    }
    single.clear();
    single.add(basket, withMoments);
    int block = -1;
    for (int at = 0; at < basket.size(); at++) {
      int place = hot.placeOf(basket.item(at));
      if (place >= 0) {
        hotRows.add(place, single, (of, part) -> out.accept(packs.length + of, part));
      } else if (block < 0 || basket.item(at) >= ranges.end(block)) {
        block = ranges.blockOf(basket.item(at), block + 1);
        packs[block].add(single);
        if (packs[block].size() >= packBytes) {
          out.accept(block, packs[block].toBytes());
          packs[block].clear();
        }
      }
    }
  }

  /** Hands out what is still packed. */
  void flush(Sink out) {
    for (int block = 0; block < packs.length; block++) {
      if (packs[block].size() > 0) {
        out.accept(block, packs[block].toBytes());
      }
    }
    hotRows.flush((place, part) -> out.accept(packs.length + place, part));
  }
}
