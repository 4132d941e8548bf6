package org.llmi2i.pipelines.write;

import java.util.List;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;

/**
 * Writes the metrics of a run and what it rejected, and no tables.
 *
 * @param files where the metrics go
 * @param keepsLog whether the refined log goes there too
 */
public record MetricsSink(FilesSink files, boolean keepsLog) implements RunSink {
  @Override
  public PCollectionList<Rejected> writeTable(Variant variant, PCollection<NeighborRow> rows) {
    return PCollectionList.empty(rows.getPipeline());
  }

  @Override
  public PCollectionList<Rejected> writeItems(PCollection<Item> items) {
    return PCollectionList.empty(items.getPipeline());
  }

  @Override
  public PCollectionList<Rejected> writeInteractions(PCollection<Interaction> refined) {
    return keepsLog
        ? files.writeInteractions(refined)
        : PCollectionList.empty(refined.getPipeline());
  }

  @Override
  public PCollectionList<Rejected> writeMetrics(PCollection<Metric> metrics) {
    return files.writeMetrics(metrics);
  }

  @Override
  public void writeExplorer(PCollection<String> explorer) {}

  @Override
  public void writeRejected(PCollection<Rejected> rejected) {
    files.writeRejected(rejected);
  }

  @Override
  public List<PCollection<?>> written() {
    return files.written();
  }
}
