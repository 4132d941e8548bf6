package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * A whole I2I table in memory: 12 bytes an entry, and every id once. Items are numbered in the
 * order of their ids.
 */
final class TableIndex {
  private final String[] ids;

  /** Where the row of each item begins; it ends where the next one does. */
  private final int[] starts;

  private final int[] neighbors;
  private final double[] scores;

  /**
   * A table.
   *
   * @param ids sorted
   * @param starts one more than ids
   */
  TableIndex(String[] ids, int[] starts, int[] neighbors, double[] scores) {
    this.ids = ids;
    this.starts = starts;
    this.neighbors = neighbors;
    this.scores = scores;
  }

  String[] ids() {
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
    /** Of every item; 0 outside a call. */
    private final double[] sums = new double[ids.length];

    /** Of every item; outside a call all are unmet. */
    private final byte[] state = new byte[ids.length];

    private static final byte UNMET = 0;
    private static final byte CANDIDATE = 1;
    private static final byte SEEN = 2;

    private int[] candidates = new int[1024];
    private int size;

    /**
     * Recommends.
     *
     * @param triggers the items that the user turned to last
     * @param seen every item of the user
     * @param length of the list, at most
     */
    RankedList rank(List<String> triggers, Set<String> seen, int length) {
      size = 0;
      mark(seen, SEEN);
      int withRow = 0;
      for (String trigger : triggers) {
        withRow += addRow(Arrays.binarySearch(ids, trigger)) ? 1 : 0;
      }
      List<String> items = best(length);
      for (int i = 0; i < size; i++) {
        sums[candidates[i]] = 0;
        state[candidates[i]] = UNMET;
      }
      mark(seen, UNMET);
      return new RankedList(items, size, withRow);
    }

    private void mark(Set<String> items, byte as) {
      for (String item : items) {
        int number = Arrays.binarySearch(ids, item);
        if (number >= 0) {
          state[number] = as;
        }
      }
    }

    private boolean addRow(int item) {
      if (item < 0 || starts[item] == starts[item + 1]) {
        return false;
      }
      for (int at = starts[item]; at < starts[item + 1]; at++) {
        int neighbor = neighbors[at];
        if (state[neighbor] == UNMET) {
          state[neighbor] = CANDIDATE;
          if (size == candidates.length) {
            candidates = Arrays.copyOf(candidates, 2 * size);
          }
          candidates[size++] = neighbor;
        }
        if (state[neighbor] == CANDIDATE) {
          sums[neighbor] += scores[at];
        }
      }
      return true;
    }

    private List<String> best(int length) {
      Comparator<Integer> worstFirst =
          (a, b) -> sums[a] != sums[b] ? Double.compare(sums[a], sums[b]) : Integer.compare(b, a);
      PriorityQueue<Integer> kept = new PriorityQueue<>(length + 1, worstFirst);
      for (int i = 0; i < size; i++) {
        int candidate = candidates[i];
        if (kept.size() < length) {
          kept.add(candidate);
        } else if (worstFirst.compare(candidate, kept.peek()) > 0) {
          kept.poll();
          kept.add(candidate);
        }
      }
      List<String> items = new ArrayList<>(kept.size());
      while (!kept.isEmpty()) {
        items.add(ids[kept.poll()]);
      }
      Collections.reverse(items);
      return items;
    }
  }
}
