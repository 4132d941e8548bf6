package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.DelegateCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.cooccurrence.NeighborRow;

/** Rows, one an item, as one table in the memory of every worker. */
final class CollectTable extends PTransform<PCollection<NeighborRow>, PCollectionView<TableIndex>> {
  @Override
  public PCollectionView<TableIndex> expand(PCollection<NeighborRow> rows) {
    return rows.apply("Collect", Combine.globally(new ToTable()).asSingletonView());
  }

  /** The rows of parts, put together. */
  static final class ToTable extends Combine.CombineFn<NeighborRow, Rows, TableIndex> {
    @Override
    public Rows createAccumulator() {
      return new Rows();
    }

    @Override
    public Rows addInput(Rows rows, NeighborRow row) {
      rows.add(row);
      return rows;
    }

    @Override
    public Rows mergeAccumulators(Iterable<Rows> parts) {
      Rows merged = null;
      for (Rows part : parts) {
        if (merged == null) {
          merged = part;
        } else {
          merged.add(part.toTable());
        }
      }
      return merged == null ? createAccumulator() : merged;
    }

    @Override
    public TableIndex extractOutput(Rows rows) {
      return rows.toTable();
    }

    @Override
    public Coder<Rows> getAccumulatorCoder(CoderRegistry registry, Coder<NeighborRow> inputCoder) {
      return DelegateCoder.of(TableIndexCoder.of(), Rows::toTable, Rows::of);
    }

    @Override
    public Coder<TableIndex> getDefaultOutputCoder(
        CoderRegistry registry, Coder<NeighborRow> inputCoder) {
      return TableIndexCoder.of();
    }
  }

  /** Rows in the order of arrival, items numbered as they are met. */
  static final class Rows {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    /** Item and length of each row. */
    private final List<int[]> rows = new ArrayList<>();

    private int[] neighbors = new int[1024];
    private double[] scores = new double[1024];
    private int size;

    static Rows of(TableIndex table) {
      Rows rows = new Rows();
      rows.add(table);
      return rows;
    }

    void add(NeighborRow row) {
      rows.add(new int[] {number(row.itemId()), row.size()});
      for (int at = 0; at < row.size(); at++) {
        add(number(row.ids().text(row.neighbor(at))), row.score(at));
      }
    }

    void add(TableIndex table) {
      int[] here = Arrays.stream(table.ids()).mapToInt(this::number).toArray();
      for (int item = 0; item < here.length; item++) {
        int from = table.starts()[item];
        int to = table.starts()[item + 1];
        if (to > from) {
          rows.add(new int[] {here[item], to - from});
          for (int at = from; at < to; at++) {
            add(here[table.neighbors()[at]], table.scores()[at]);
          }
        }
      }
    }

    private void add(int neighbor, double score) {
      if (size == neighbors.length) {
        int larger = Math.addExact(size, size / 2);
        neighbors = Arrays.copyOf(neighbors, larger);
        scores = Arrays.copyOf(scores, larger);
      }
      neighbors[size] = neighbor;
      scores[size++] = score;
    }

    private int number(String id) {
      Integer known = numbers.putIfAbsent(id, ids.size());
      if (known == null) {
        ids.add(id);
        return ids.size() - 1;
      }
      return known;
    }

    TableIndex toTable() {
      String[] sorted = ids.toArray(String[]::new);
      Arrays.sort(sorted);
      int[] places = new int[sorted.length];
      for (int place = 0; place < sorted.length; place++) {
        places[numbers.get(sorted[place])] = place;
      }
      int[] starts = new int[sorted.length + 1];
      for (int[] row : rows) {
        starts[places[row[0]] + 1] += row[1];
      }
      Arrays.parallelPrefix(starts, Integer::sum);
      int[] next = Arrays.copyOf(starts, sorted.length);
      int[] placed = new int[size];
      double[] placedScores = new double[size];
      int from = 0;
      for (int[] row : rows) {
        int to = next[places[row[0]]];
        for (int i = 0; i < row[1]; i++) {
          placed[to + i] = places[neighbors[from + i]];
        }
        System.arraycopy(scores, from, placedScores, to, row[1]);
        next[places[row[0]]] += row[1];
        from += row[1];
      }
      return new TableIndex(sorted, starts, placed, placedScores);
    }
  }
}
