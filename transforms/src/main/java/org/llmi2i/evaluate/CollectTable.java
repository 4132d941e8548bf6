package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Instant;
import org.llmi2i.cooccurrence.NeighborRow;

/**
 * Rows, one an item, as one table in the memory of every worker. They travel as parts of the table,
 * of a million entries each: as rows, every entry would carry its id.
 */
final class CollectTable
    extends PTransform<PCollection<NeighborRow>, PCollectionView<Iterable<TableIndex>>> {
  @Override
  public PCollectionView<Iterable<TableIndex>> expand(PCollection<NeighborRow> rows) {
    return rows.apply("Parts", ParDo.of(new ToParts()))
        .setCoder(KvCoder.of(VarIntCoder.of(), TableIndexCoder.of()))
        .apply("Group", GroupByKey.create())
        .apply("Join", ParDo.of(new Join()))
        .setCoder(TableIndexCoder.of())
        // A singleton view is a combiner, for which Flink may have no room to hold a whole table.
        .apply("View", View.asIterable());
  }

  /** The table of a view. */
  static TableIndex table(Iterable<TableIndex> view) {
    Iterator<TableIndex> tables = view.iterator();
    return tables.hasNext() ? tables.next() : new Rows().toTable();
  }

  /** All parts have one key. */
  private static final class ToParts extends DoFn<NeighborRow, KV<Integer, TableIndex>> {
    private static final int ENTRIES = 1 << 20;

    private transient Rows rows;

    @StartBundle
    public void startBundle() {
      rows = new Rows();
    }

    @ProcessElement
    public void process(@Element NeighborRow row, OutputReceiver<KV<Integer, TableIndex>> out) {
      rows.add(row);
      if (rows.size >= ENTRIES) {
        out.output(KV.of(0, rows.toTable()));
        rows = new Rows();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      context.output(KV.of(0, rows.toTable()), Instant.EPOCH, GlobalWindow.INSTANCE);
      rows = null;
    }
  }

  private static final class Join extends DoFn<KV<Integer, Iterable<TableIndex>>, TableIndex> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<TableIndex>> parts, OutputReceiver<TableIndex> out) {
      Rows all = new Rows();
      parts.getValue().forEach(all::add);
      out.output(all.toTable());
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
      Integer known = numbers.get(id);
      if (known == null) {
        known = ids.size();
        numbers.put(id, known);
        ids.add(id);
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
