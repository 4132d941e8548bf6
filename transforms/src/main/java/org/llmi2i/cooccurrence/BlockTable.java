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
   * @param out takes every row that has at least one neighbor
   */
  void compute(Block block, Consumer<NeighborRow> out) {
    Similarity.Kernel kernel = similarity.on(block);
    Row row = new Row(block.itemCount(), kernel.countsOnly());
    TopK best = new TopK(k, block.itemCount());
    for (int item = block.own().from(); item < block.own().to(); item++) {
      int own = item;
      kernel.accumulate(item, row);
      best.start(neighbor -> kernel.score(own, neighbor, row.sum(neighbor)));
      for (int at = 0; at < row.size(); at++) {
        int neighbor = row.neighbor(at);
        double sum = row.sum(neighbor);
        if (neighbor != item && row.support(neighbor) >= minSupport && sum != 0) {
          best.offer(neighbor, kernel.score(item, neighbor, sum));
        }
      }
      if (best.size() > 0) {
        out.accept(drain(item, best, row, block.ids()));
      }
      row.clear();
    }
  }

  private static NeighborRow drain(int item, TopK best, Row row, ItemIds ids) {
    NeighborRow neighbors = new NeighborRow(ids, item, best.size());
    best.drain(
        (rank, neighbor, score) -> neighbors.set(rank, neighbor, score, row.support(neighbor)));
    return neighbors;
  }
}
