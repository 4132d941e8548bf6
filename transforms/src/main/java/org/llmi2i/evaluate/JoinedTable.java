package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.cooccurrence.TopK;

/**
 * An I2I table of which there are parts; an item's row is in one of them. Items are numbered in the
 * order of their ids. The scores stay where they are, for threads may share the parts; of its own
 * it has 50 bytes an item, and 4 an entry.
 */
final class JoinedTable {
  private final List<TableIndex> parts = new ArrayList<>();

  /** Of every part, the neighbors of its entries by their numbers here. */
  private final List<int[]> neighbors = new ArrayList<>();

  private final IdNumbers ids;

  /** Of every item, which part has its row. */
  private final int[] partOf;

  /** Of every item, its number in that part; -1 if it has no neighbors. */
  private final int[] rows;

  /**
   * Joins parts.
   *
   * @param parts none is an empty table
   * @throws IllegalArgumentException if an item has neighbors in two parts
   */
  JoinedTable(Iterable<TableIndex> parts) {
    parts.forEach(this.parts::add);
    IdNumbers all = new IdNumbers();
    this.parts.forEach(part -> part.ids().inOrder().forEach(all::add));
    String[] sorted = all.sorted();
    ids = new IdNumbers(sorted);
    partOf = new int[sorted.length];
    rows = new int[sorted.length];
    Arrays.fill(rows, -1);
    for (int part = 0; part < this.parts.size(); part++) {
      neighbors.add(neighbors(part, sorted));
    }
  }

  private int[] neighbors(int part, String[] sorted) {
    int[] place = place(part, sorted);
    int[] there = parts.get(part).neighbors();
    int[] here = new int[there.length];
    for (int at = 0; at < there.length; at++) {
      here[at] = place[there[at]];
    }
    return here;
  }

  /** Notes where the rows of a part are; returns the numbers of its items here. */
  private int[] place(int part, String[] sorted) {
    TableIndex index = parts.get(part);
    int[] place = new int[index.ids().count()];
    int at = 0;
    for (int item = 0; item < place.length; item++, at++) {
      while (!index.ids().isAt(item, sorted[at])) {
        at++;
      }
      place[item] = at;
      if (index.starts()[item] < index.starts()[item + 1]) {
        if (rows[at] >= 0) {
          throw new IllegalArgumentException(
              "table: the rows of an item must be one row, got several of " + sorted[at]);
        }
        partOf[at] = part;
        rows[at] = item;
      }
    }
    return place;
  }

  IdNumbers ids() {
    return ids;
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
     * @param items every item of the user once, in the order in which the user turned to them last
     * @param triggers how many of the last are triggers, if there are so many
     * @param atMost the length of the list
     */
    RankedList rank(List<String> items, int triggers, int atMost) {
      size = 0;
      int[] had = new int[items.size()];
      for (int i = 0; i < had.length; i++) {
        had[i] = ids.of(items.get(i));
        if (had[i] >= 0) {
          // Whatever is added to it, it stays.
          sums[had[i]] = Double.NaN;
        }
      }
      int withRow = 0;
      for (int i = Math.max(0, had.length - triggers); i < had.length; i++) {
        withRow += addRow(had[i]) ? 1 : 0;
      }
      int[] list = best(atMost);
      for (int i = 0; i < size; i++) {
        sums[candidates[i]] = UNMET;
      }
      for (int item : had) {
        if (item >= 0) {
          sums[item] = UNMET;
        }
      }
      return new RankedList(ids, list, size, withRow);
    }

    private boolean addRow(int item) {
      if (item < 0 || rows[item] < 0) {
        return false;
      }
      TableIndex part = parts.get(partOf[item]);
      int[] neighborsOfPart = neighbors.get(partOf[item]);
      double[] scores = part.scores();
      int end = part.starts()[rows[item] + 1];
      for (int at = part.starts()[rows[item]]; at < end; at++) {
        int neighbor = neighborsOfPart[at];
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
