package org.llmi2i.evaluate;

import java.util.Iterator;
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
    return view(
        "View",
        rows.apply("Parts", ParDo.of(new ToParts()))
            .setCoder(KvCoder.of(VarIntCoder.of(), TableEntriesCoder.of()))
            .apply("Group", GroupByKey.create())
            .apply("Join", ParDo.of(new Join()))
            .setCoder(TableIndexCoder.of()));
  }

  static PCollectionView<Iterable<TableIndex>> view(String step, PCollection<TableIndex> table) {
    // A singleton view is a combiner, for which Flink may have no room to hold a whole table.
    return table.apply(step, View.asIterable());
  }

  /** The table of a view. */
  static TableIndex table(Iterable<TableIndex> view) {
    Iterator<TableIndex> tables = view.iterator();
    return tables.hasNext() ? tables.next() : new TableEntries().toTable();
  }

  /** All parts have one key. */
  private static final class ToParts extends DoFn<NeighborRow, KV<Integer, TableEntries>> {
    private transient TableEntries part;

    @StartBundle
    public void startBundle() {
      part = new TableEntries();
    }

    @ProcessElement
    public void process(@Element NeighborRow row, OutputReceiver<KV<Integer, TableEntries>> out) {
      part.add(row);
      if (part.size() >= TableEntries.PART_ENTRIES) {
        out.output(KV.of(0, part));
        part = new TableEntries();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      context.output(KV.of(0, part), Instant.EPOCH, GlobalWindow.INSTANCE);
      part = null;
    }
  }

  private static final class Join extends DoFn<KV<Integer, Iterable<TableEntries>>, TableIndex> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<TableEntries>> parts, OutputReceiver<TableIndex> out) {
      out.output(TableEntries.join(parts.getValue()).toTable());
    }
  }
}
