package org.llmi2i.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Integer> numbers = new HashMap<>(2 * ids.length);

    /** Of every item; 0 outside a call. */
    private final double[] sums = new double[ids.length];

    /** Of every item; outside a call all are unmet. */
    private final byte[] state = new byte[ids.length];

    private static final byte UNMET = 0;
    private static final byte CANDIDATE = 1;
    private static final byte SEEN = 2;

    private int[] candidates = new int[1024];
    private int size;

    private Ranker() {
      for (int number = 0; number < ids.length; number++) {
        numbers.put(ids[number], number);
      }
    }

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
        withRow += addRow(number(trigger)) ? 1 : 0;
      }
      int[] best = best(length);
      for (int i = 0; i < size; i++) {
        sums[candidates[i]] = 0;
        state[candidates[i]] = UNMET;
      }
      mark(seen, UNMET);
      return new RankedList(ids, best, size, withRow);
    }

    private void mark(Set<String> items, byte as) {
      for (String item : items) {
        int number = number(item);
        if (number >= 0) {
          state[number] = as;
        }
      }
    }

    /** The item's number, or -1. */
    private int number(String item) {
      return numbers.getOrDefault(item, -1);
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

    /** The best candidates, in order: those kept so far are a heap whose root is the worst. */
    private int[] best(int length) {
      int[] heap = new int[Math.min(length, size)];
      for (int i = 0; i < heap.length; i++) {
        heap[i] = candidates[i];
      }
      for (int at = heap.length / 2 - 1; at >= 0; at--) {
        sink(heap, at, heap.length);
      }
      for (int i = heap.length; i < size && heap.length > 0; i++) {
        if (isWorse(heap[0], candidates[i])) {
          heap[0] = candidates[i];
          sink(heap, 0, heap.length);
        }
      }
      for (int last = heap.length - 1; last > 0; last--) {
        int worst = heap[0];
        heap[0] = heap[last];
        heap[last] = worst;
        sink(heap, 0, last);
      }
      return heap;
    }

    /** Moves what stands here down until nothing below is worse. */
    private void sink(int[] heap, int from, int length) {
      int at = from;
      int moved = heap[at];
      for (int below = 2 * at + 1; below < length; below = 2 * at + 1) {
        if (below + 1 < length && isWorse(heap[below + 1], heap[below])) {
          below++;
        }
        if (!isWorse(heap[below], moved)) {
          break;
        }
        heap[at] = heap[below];
        at = below;
      }
      heap[at] = moved;
    }

    /** Whether an item has a smaller sum than another or, of the same sum, a later id. */
    private boolean isWorse(int item, int other) {
      return sums[item] != sums[other] ? sums[item] < sums[other] : item > other;
    }
  }
}
