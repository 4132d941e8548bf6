package org.llmi2i.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.cooccurrence.TopK;

/**
 * A whole I2I table in memory: 12 bytes an entry, and every id once. Items are numbered in the
 * order of their ids. {@link TableEntries} makes it.
 */
public final class TableIndex {
  private final IdNumbers ids;

  /** Where the row of each item begins; it ends where the next one does. */
  private final int[] starts;

  private final int[] neighbors;
  private final double[] scores;

  /**
   * A table.
   *
   * @param ids numbered in their order
   * @param starts one more than ids
   */
  TableIndex(IdNumbers ids, int[] starts, int[] neighbors, double[] scores) {
    this.ids = ids;
    this.starts = starts;
    this.neighbors = neighbors;
    this.scores = scores;
  }

  IdNumbers ids() {
    return ids;
  }

  int[] starts() {
    return starts;
  }

  int[] neighbors() {
    return neighbors;
  }

  double[] scores() {
    return scores;
  }

  /** Ranks candidates of one user after the other; for one thread. */
  Ranker ranker() {
    return new Ranker();
  }

  /**
   * Candidates are the neighbors of the user's trigger items; a candidate's score is the sum of its
   * scores in their rows; what the user has is left out; ties are broken by item id.
   */
  final class Ranker {
    /** No number that arithmetic makes. */
    private static final double UNMET = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);

    private static final long UNMET_BITS = Double.doubleToRawLongBits(UNMET);

    /** Of every item; outside a call all are unmet, and in one an item that the user has is NaN. */
    private final double[] sums = new double[ids.count()];

    private int[] candidates = new int[1024];
    private int size;
    private @Nullable TopK best;
    private int length;

    private Ranker() {
      Arrays.fill(sums, UNMET);
    }

    /**
     * Recommends.
     *
     * @param triggers the items that the user turned to last
     * @param seen every item of the user
     * @param atMost the length of the list
     */
    RankedList rank(List<String> triggers, Set<String> seen, int atMost) {
      size = 0;
      int[] had = new int[seen.size()];
      int known = 0;
      for (String item : seen) {
        int number = ids.of(item);
        if (number >= 0) {
          had[known++] = number;
          // Whatever is added to it, it stays.
          sums[number] = Double.NaN;
        }
      }
      int withRow = 0;
      for (String trigger : triggers) {
        withRow += addRow(ids.of(trigger)) ? 1 : 0;
      }
      int[] list = best(atMost);
      for (int i = 0; i < size; i++) {
        sums[candidates[i]] = UNMET;
      }
      for (int i = 0; i < known; i++) {
        sums[had[i]] = UNMET;
      }
      return new RankedList(ids, list, size, withRow);
    }

    private boolean addRow(int item) {
      if (item < 0 || starts[item] == starts[item + 1]) {
        return false;
      }
      for (int at = starts[item]; at < starts[item + 1]; at++) {
        int neighbor = neighbors[at];
        double sum = sums[neighbor];
        if (Double.doubleToRawLongBits(sum) == UNMET_BITS) {
          if (size == candidates.length) {
            candidates = Arrays.copyOf(candidates, 2 * size);
          }
          candidates[size++] = neighbor;
          sums[neighbor] = scores[at];
        } else {
          sums[neighbor] = sum + scores[at];
        }
      }
      return true;
    }

    private int[] best(int atMost) {
      if (best == null || length != atMost) {
        best = new TopK(atMost, ids.count());
        length = atMost;
      }
      best.start(item -> sums[item]);
      for (int i = 0; i < size; i++) {
        best.offer(candidates[i], sums[candidates[i]]);
      }
      int[] list = new int[best.size()];
      best.drain((rank, item, score) -> list[rank] = item);
      return list;
    }
  }
}
