package org.llmi2i.pipelines.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;

/** Writes the records of a run as files into one folder, which take any record. */
public final class FilesSink implements RunSink {
  private final String folder;
  private final String similarity;
  private final String runId;
  private final List<PCollection<?>> written = new ArrayList<>();

  /**
   * A sink.
   *
   * @param folder of any file system
   * @param similarity the name that neighbors carry
   */
  public FilesSink(String folder, String similarity, String runId) {
    this.folder = folder;
    this.similarity = similarity;
    this.runId = runId;
  }

  @Override
  public PCollectionList<Rejected> writeTable(Variant variant, PCollection<NeighborRow> rows) {
    String name = variant.name().toLowerCase(Locale.ROOT);
    String step = variant == Variant.BASE ? "Write base" : "Write refined table";
    written.add(rows.apply(step, WriteTable.to(folder + "/i2i-" + name, similarity, runId)));
    return PCollectionList.empty(rows.getPipeline());
  }

  /** Writes nothing: files are joined with the catalogue's own as well as with a copy. */
  @Override
  public PCollectionList<Rejected> writeItems(PCollection<Item> items) {
    return PCollectionList.empty(items.getPipeline());
  }

  @Override
  public PCollectionList<Rejected> writeInteractions(PCollection<Interaction> refined) {
    write("Write refined data", refined, folder + "/refined", Interaction.class);
    return PCollectionList.empty(refined.getPipeline());
  }

  @Override
  public PCollectionList<Rejected> writeMetrics(PCollection<Metric> metrics) {
    written.add(metrics.apply("Write metrics", WriteMetrics.to(folder + "/metrics.json")));
    return PCollectionList.empty(metrics.getPipeline());
  }

  @Override
  public void writeExplorer(PCollection<String> explorer) {
    written.add(explorer.apply("Write explorer", WriteText.to(folder + "/explorer.json")));
  }

  @Override
  public void writeRejected(PCollection<Rejected> rejected) {
    write("Write rejected", rejected, folder + "/rejected", Rejected.class);
  }

  private <T extends SpecificRecord> void write(
      String step, PCollection<T> records, String into, Class<T> type) {
    written.add(
        records
            .apply(step, WriteAvro.into(into, type).withOutputFilenames())
            .getPerDestinationOutputFilenames());
  }

  @Override
  public List<PCollection<?>> written() {
    return List.copyOf(written);
  }
}
