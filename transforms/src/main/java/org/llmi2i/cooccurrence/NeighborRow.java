package org.llmi2i.cooccurrence;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.llmi2i.schemas.Neighbor;

/**
 * One row of an I2I table: a trigger item and its neighbors, best first: by falling score, then by
 * item id.
 *
 * <p>A table has millions of neighbors, so a row is arrays of numbers: about 20 bytes a neighbor,
 * and ids that rows of one origin share.
 */
public final class NeighborRow {
  private final ItemIds ids;
  private final int item;
  private final int[] neighbors;
  private final double[] scores;
  private final long[] supports;

  /**
   * A row of its own.
   *
   * @param itemId the trigger
   * @param neighbors best first
   */
  public NeighborRow(String itemId, List<Entry> neighbors) {
    this(new ItemIds(new String[neighbors.size() + 1]), 0, neighbors.size());
    ids.set(0, itemId);
    for (int at = 0; at < neighbors.size(); at++) {
      Entry entry = neighbors.get(at);
      ids.set(at + 1, entry.itemId());
      set(at, at + 1, entry.score(), entry.support());
    }
  }

  /** A row of so many neighbors, each of which is yet to be {@link #set}. */
  NeighborRow(ItemIds ids, int item, int size) {
    this.ids = ids;
    this.item = item;
    neighbors = new int[size];
    scores = new double[size];
    supports = new long[size];
  }

  void set(int at, int neighbor, double score, long support) {
    neighbors[at] = neighbor;
    scores[at] = score;
    supports[at] = support;
  }

  /**
   * One neighbor.
   *
   * @param itemId the neighbor
   * @param score its similarity to the trigger
   * @param support the number of users who have both
   */
  public record Entry(String itemId, double score, long support) {}

  /** The trigger. */
  public String itemId() {
    return ids.text(item);
  }

  /** The neighbors, best first: a view, which makes its entries when they are asked for. */
  public List<Entry> neighbors() {
    return new Entries();
  }

  /** How many neighbors there are. */
  public int size() {
    return neighbors.length;
  }

  /** The ids that {@link #item} and {@link #neighbor} are numbers of. */
  public ItemIds ids() {
    return ids;
  }

  /** The number of the trigger in {@link #ids}. */
  public int item() {
    return item;
  }

  /** The number in {@link #ids} of the neighbor at a place, from 0. */
  public int neighbor(int at) {
    return neighbors[at];
  }

  public double score(int at) {
    return scores[at];
  }

  public long support(int at) {
    return supports[at];
  }

  private final class Entries extends AbstractList<Entry> implements RandomAccess {
    @Override
    public Entry get(int at) {
      return new Entry(ids.text(neighbors[at]), scores[at], supports[at]);
    }

    @Override
    public int size() {
      return neighbors.length;
    }
  }

  /** The row as records, ranked from 1. */
  public List<Neighbor> records(String similarity, String runId) {
    List<Neighbor> records = new ArrayList<>(neighbors.length);
    for (Entry entry : neighbors()) {
      records.add(
          new Neighbor(
              itemId(),
              entry.itemId(),
              records.size() + 1,
              entry.score(),
              entry.support(),
              similarity,
              runId));
    }
    return records;
  }

  /** Whether the texts of the ids are the same, and all numbers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NeighborRow row
        && itemId().equals(row.itemId())
        && neighbors().equals(row.neighbors());
  }

  @Override
  public int hashCode() {
    return Objects.hash(itemId(), Arrays.hashCode(scores), Arrays.hashCode(supports));
  }

  @Override
  public String toString() {
    return itemId() + neighbors();
  }
}
