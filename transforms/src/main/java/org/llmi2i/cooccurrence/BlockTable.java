package org.llmi2i.cooccurrence;

import java.io.Serializable;
import java.util.function.Consumer;

/** Computes the rows of a block: the k best neighbors of each of its items. */
final class BlockTable implements Serializable {
  private final Similarity similarity;
  private final int k;
  private final int minSupport;

  BlockTable(Similarity similarity, int k, int minSupport) {
    this.similarity = similarity;
    this.k = k;
    this.minSupport = minSupport;
  }

  /**
   * Computes the rows of the block's own items, in the order of their ids.
   *
   * @param hot items that have their rows elsewhere
   * @param out takes every row that has at least one neighbor
   */
  void compute(Block block, HotItems hot, Consumer<NeighborRow> out) {
    Similarity.Kernel kernel = similarity.on(block);
    Row row = new Row(block.itemCount(), kernel.countsOnly());
    TopK best = new TopK(k, block.itemCount());
    for (int item = block.own().from(); item < block.own().to(); item++) {
      if (hot.placeOf(item) < 0) {
        kernel.accumulate(item, row);
        finish(item, row, kernel, best, block.ids(), out);
        row.clear();
      }
    }
  }

  /**
   * Finishes the row of a hot item.
   *
   * @param empty a block of no baskets
   * @param row what all its users have given
   */
  void computeHot(int item, Block empty, Row row, Consumer<NeighborRow> out) {
    TopK best = new TopK(k, empty.itemCount());
    finish(item, row, similarity.on(empty), best, empty.ids(), out);
  }

  private void finish(
      int item,
      Row row,
      Similarity.Kernel kernel,
      TopK best,
      ItemIds ids,
      Consumer<NeighborRow> out) {
    best.start(neighbor -> kernel.score(item, neighbor, row.sum(neighbor)));
    for (int at = 0; at < row.size(); at++) {
      int neighbor = row.neighbor(at);
      double sum = row.sum(neighbor);
      if (neighbor != item && row.support(neighbor) >= minSupport && sum != 0) {
        best.offer(neighbor, kernel.score(item, neighbor, sum));
      }
    }
    if (best.size() > 0) {
      out.accept(drain(item, best, row, ids));
    }
  }

  private static NeighborRow drain(int item, TopK best, Row row, ItemIds ids) {
    NeighborRow neighbors = new NeighborRow(ids, item, best.size());
    best.drain(
        (rank, neighbor, score) -> neighbors.set(rank, neighbor, score, row.support(neighbor)));
    return neighbors;
  }
}
