package org.llmi2i.evaluate;

import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Instant;
import org.llmi2i.cooccurrence.NeighborRow;

/**
 * Rows, one an item, as one table in the memory of every worker. They travel as parts of the table,
 * of two million entries each: as rows, every entry would carry its id. Whoever reads the view
 * joins the parts.
 */
final class CollectTable
    extends PTransform<PCollection<NeighborRow>, PCollectionView<List<TableIndex>>> {
  private static final int PART_ENTRIES = 1 << 21;

  @Override
  public PCollectionView<List<TableIndex>> expand(PCollection<NeighborRow> rows) {
    return view(
        "View", rows.apply("Parts", ParDo.of(new ToParts())).setCoder(TableIndexCoder.of()));
  }

  static PCollectionView<List<TableIndex>> view(String step, PCollection<TableIndex> parts) {
    // A singleton view is a combiner, for which Flink may have no room to hold a whole table. A
    // view as an iterable has a step that nobody reads, for which the table travels once more.
    return parts.apply(step, View.asList());
  }

  private static final class ToParts extends DoFn<NeighborRow, TableIndex> {
    private transient TableEntries part;

    @StartBundle
    public void startBundle() {
      part = new TableEntries();
    }

    @ProcessElement
    public void process(@Element NeighborRow row, OutputReceiver<TableIndex> out) {
      part.add(row);
      if (part.size() >= PART_ENTRIES) {
        out.output(part.toTable());
        part = new TableEntries();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (part.size() > 0) {
        context.output(part.toTable(), Instant.EPOCH, GlobalWindow.INSTANCE);
      }
      part = null;
    }
  }
}
