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
    Finish finish = new Finish(kernel, block);
    for (int item = block.own().from(); item < block.own().to(); item++) {
      if (hot.placeOf(item) < 0) {
        kernel.accumulate(item, row);
        finish.row(item, row, out);
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
    new Finish(similarity.on(empty), empty).row(item, row, out);
  }

  /** Scores the neighbors of one row after the other, many at once, and keeps the best. */
  private final class Finish {
    private static final int BATCH = 512;

    private final Similarity.Kernel kernel;
    private final ItemIds ids;
    private final TopK best;
    private final int[] neighbors = new int[BATCH];
    private final double[] scores = new double[BATCH];

    Finish(Similarity.Kernel kernel, Block block) {
      this.kernel = kernel;
      ids = block.ids();
      best = new TopK(k, block.itemCount());
    }

    void row(int item, Row row, Consumer<NeighborRow> out) {
      best.start(neighbor -> kernel.score(item, neighbor, row.sum(neighbor)));
      int size = 0;
      for (int at = 0; at < row.size(); at++) {
        int neighbor = row.neighbor(at);
        double sum = row.sum(neighbor);
        if (neighbor != item && row.support(neighbor) >= minSupport && sum != 0) {
          neighbors[size] = neighbor;
          scores[size++] = sum;
          if (size == BATCH) {
            offer(item, size);
            size = 0;
          }
        }
      }
      offer(item, size);
      if (best.size() > 0) {
        out.accept(drain(item, row));
      }
    }

    private void offer(int item, int size) {
      kernel.scores(item, neighbors, scores, size);
      for (int at = 0; at < size; at++) {
        best.offer(neighbors[at], scores[at]);
      }
    }

    private NeighborRow drain(int item, Row row) {
      NeighborRow kept = new NeighborRow(ids, item, best.size());
      best.drain((rank, neighbor, score) -> kept.set(rank, neighbor, score, row.support(neighbor)));
      return kept;
    }
  }
}
