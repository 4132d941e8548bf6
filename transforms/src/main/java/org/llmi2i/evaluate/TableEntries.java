package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.cooccurrence.ItemIds;
import org.llmi2i.cooccurrence.NeighborRow;

/**
 * Entries of an I2I table as they come, in any order: a part of a table, or all of what becomes a
 * {@link TableIndex}. Up to 24 bytes an entry, and every id once. Not thread-safe.
 */
public final class TableEntries {
  private final IdNumbers ids;
  private int[] items;
  private int[] neighbors;
  private double[] scores;
  private int size;

  /** The item of the last entry: the entries of one mostly come one after the other. */
  private @Nullable String lastItem;

  private int lastNumber;

  /** The ids of the last row: rows of one origin share them. */
  private @Nullable ItemIds lastIds;

  /** Of each of them one more than its number here, 0 if it has none yet. */
  private int[] known = {};

  /** No entries yet. */
  public TableEntries() {
    this(new IdNumbers(), new int[1024], new int[1024], new double[1024], 0);
  }

  TableEntries(IdNumbers ids, int[] items, int[] neighbors, double[] scores, int size) {
    this.ids = ids;
    this.items = items;
    this.neighbors = neighbors;
    this.scores = scores;
    this.size = size;
  }

  /** All entries of the parts of a table. */
  public static TableEntries join(Iterable<TableEntries> parts) {
    TableEntries all = new TableEntries();
    parts.forEach(all::add);
    return all;
  }

  /** Hears of an entry that is left out, since another of its item and neighbor is kept. */
  public interface Repeated {
    /**
     * Takes an entry.
     *
     * @param score of the entry
     * @param kept the score of the one that is kept
     */
    void accept(String itemId, String neighborId, double score, double kept);
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }

  IdNumbers ids() {
    return ids;
  }

  /** The item of an entry, by its number in {@link #ids}. */
  int item(int at) {
    return items[at];
  }

  int neighbor(int at) {
    return neighbors[at];
  }

  double score(int at) {
    return scores[at];
  }

  /** Adds an entry. */
  public void add(String itemId, String neighborId, double score) {
    if (!itemId.equals(lastItem)) {
      lastItem = itemId;
      lastNumber = ids.add(itemId);
    }
    add(lastNumber, ids.add(neighborId), score);
  }

  /** Adds all entries of a part. */
  void add(TableEntries part) {
    int[] here = new int[part.ids.count()];
    Arrays.setAll(here, number -> ids.add(part.ids.id(number)));
    for (int at = 0; at < part.size; at++) {
      add(here[part.items[at]], here[part.neighbors[at]], part.scores[at]);
    }
  }

  void add(NeighborRow row) {
    if (row.ids() != lastIds) {
      lastIds = row.ids();
      known = new int[row.ids().count()];
    }
    int item = number(row.ids(), row.item());
    for (int at = 0; at < row.size(); at++) {
      add(item, number(row.ids(), row.neighbor(at)), row.score(at));
    }
  }

  private int number(ItemIds texts, int there) {
    if (known[there] == 0) {
      known[there] = ids.add(texts.text(there)) + 1;
    }
    return known[there] - 1;
  }

  private void add(int item, int neighbor, double score) {
    if (size == items.length) {
      int larger = Math.addExact(size, size / 2 + 1);
      items = Arrays.copyOf(items, larger);
      neighbors = Arrays.copyOf(neighbors, larger);
      scores = Arrays.copyOf(scores, larger);
    }
    items[size] = item;
    neighbors[size] = neighbor;
    scores[size++] = score;
  }

  /** The table of all entries, of which no two have the same item and neighbor. */
  public TableIndex toTable() {
    String[] sorted = ids.sorted();
    int[] places = new int[sorted.length];
    for (int place = 0; place < sorted.length; place++) {
      places[ids.of(sorted[place])] = place;
    }
    int[] starts = new int[sorted.length + 1];
    for (int at = 0; at < size; at++) {
      starts[places[items[at]] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = Arrays.copyOf(starts, sorted.length);
    int[] placed = new int[size];
    double[] placedScores = new double[size];
    for (int at = 0; at < size; at++) {
      int to = next[places[items[at]]]++;
      placed[to] = places[neighbors[at]];
      placedScores[to] = scores[at];
    }
    return new TableIndex(new IdNumbers(sorted), starts, placed, placedScores);
  }

  /** The table of all entries; of those with the same item and neighbor the highest score wins. */
  public TableIndex toTable(Repeated repeated) {
    TableIndex table = toTable();
    int[] starts = new int[table.starts().length];
    int[] neighbors = table.neighbors();
    double[] scores = table.scores();
    // Of every neighbor, one more than its last place.
    int[] last = new int[table.ids().count()];
    int to = 0;
    for (int item = 0; item < table.ids().count(); item++) {
      List<Left> left = new ArrayList<>(0);
      for (int at = table.starts()[item]; at < table.starts()[item + 1]; at++) {
        int before = last[neighbors[at]] - 1;
        if (before < starts[item]) {
          neighbors[to] = neighbors[at];
          scores[to++] = scores[at];
          last[neighbors[at]] = to;
        } else {
          left.add(new Left(before, Math.min(scores[before], scores[at])));
          scores[before] = Math.max(scores[before], scores[at]);
        }
      }
      for (Left entry : left) {
        repeated.accept(
            table.ids().id(item),
            table.ids().id(neighbors[entry.place()]),
            entry.score(),
            scores[entry.place()]);
      }
      starts[item + 1] = to;
    }
    return to == neighbors.length
        ? table
        : new TableIndex(
            table.ids(), starts, Arrays.copyOf(neighbors, to), Arrays.copyOf(scores, to));
  }

  /** An entry that is left out, and the place of the one that is kept. */
  private record Left(int place, double score) {}
}
