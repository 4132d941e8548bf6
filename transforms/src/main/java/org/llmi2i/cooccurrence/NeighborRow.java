package org.llmi2i.cooccurrence;

import java.util.ArrayList;
import java.util.List;
import org.llmi2i.schemas.Neighbor;

/**
 * One row of an I2I table: a trigger item and its neighbors.
 *
 * @param itemId the trigger
 * @param neighbors best first: by falling score, then by item id
 */
public record NeighborRow(String itemId, List<Entry> neighbors) {

  public NeighborRow {
    neighbors = List.copyOf(neighbors);
  }

  /**
   * One neighbor.
   *
   * @param itemId the neighbor
   * @param score its similarity to the trigger
   * @param support the number of users who have both
   */
  public record Entry(String itemId, double score, long support) {}

  /** The row as records, ranked from 1. */
  public List<Neighbor> records(String similarity, String runId) {
    List<Neighbor> records = new ArrayList<>(neighbors.size());
    for (Entry entry : neighbors) {
      records.add(
          new Neighbor(
              itemId,
              entry.itemId(),
              records.size() + 1,
              entry.score(),
              entry.support(),
              similarity,
              runId));
    }
    return records;
  }
}
