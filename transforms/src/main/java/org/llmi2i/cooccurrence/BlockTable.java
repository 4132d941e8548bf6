package org.llmi2i.cooccurrence;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
   * Computes rows in the order of the items' ids.
   *
   * @param own which items the block is for; the others have their rows in other blocks
   * @param out takes every row that has at least one neighbor
   */
  void compute(Block block, Predicate<String> own, Consumer<NeighborRow> out) {
    Similarity.Kernel kernel = similarity.on(block);
    Row row = new Row(block.itemCount());
    TopK best = new TopK(k);
    int[] neighbors = new int[k];
    double[] scores = new double[k];
    for (int item = 0; item < block.itemCount(); item++) {
      if (!own.test(block.itemId(item))) {
        continue;
      }
      kernel.accumulate(item, row);
      for (int at = 0; at < row.size(); at++) {
        int neighbor = row.neighbor(at);
        if (neighbor != item && row.support(neighbor) >= minSupport && row.sum(neighbor) != 0) {
          best.offer(neighbor, kernel.score(item, neighbor, row.sum(neighbor)));
        }
      }
      int count = best.drain(neighbors, scores);
      if (count > 0) {
        List<NeighborRow.Entry> entries = new ArrayList<>(count);
        for (int at = 0; at < count; at++) {
          entries.add(
              new NeighborRow.Entry(
                  block.itemId(neighbors[at]), scores[at], row.support(neighbors[at])));
        }
        out.accept(new NeighborRow(block.itemId(item), entries));
      }
      row.clear();
    }
  }
}
