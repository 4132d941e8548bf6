package org.llmi2i.pipelines.write;

import java.util.Locale;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;

/**
 * Writes the records of a run as files into one folder, which take any record.
 *
 * @param folder of any file system
 * @param similarity the name that neighbors carry
 */
public record FilesSink(String folder, String similarity, String runId) implements RunSink {
  @Override
  public PCollectionList<Rejected> writeTable(Variant variant, PCollection<NeighborRow> rows) {
    String name = variant.name().toLowerCase(Locale.ROOT);
    String step = variant == Variant.BASE ? "Write base" : "Write refined table";
    rows.apply(step, WriteTable.to(folder + "/i2i-" + name, similarity, runId));
    return PCollectionList.empty(rows.getPipeline());
  }

  @Override
  public PCollectionList<Rejected> writeInteractions(PCollection<Interaction> refined) {
    refined.apply("Write refined data", WriteAvro.into(folder + "/refined", Interaction.class));
    return PCollectionList.empty(refined.getPipeline());
  }

  @Override
  public PCollectionList<Rejected> writeMetrics(PCollection<Metric> metrics) {
    metrics.apply("Write metrics", WriteMetrics.to(folder + "/metrics.json"));
    return PCollectionList.empty(metrics.getPipeline());
  }

  @Override
  public void writeExplorer(PCollection<String> explorer) {
    explorer.apply("Write explorer", WriteText.to(folder + "/explorer.json"));
  }

  @Override
  public void writeRejected(PCollection<Rejected> rejected) {
    rejected.apply("Write rejected", WriteAvro.into(folder + "/rejected", Rejected.class));
  }
}
