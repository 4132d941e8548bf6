package org.llmi2i.pipelines.bigquery;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.pipelines.write.RunSink;
import org.llmi2i.pipelines.write.WriteMetrics;
import org.llmi2i.pipelines.write.WriteText;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Neighbor;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;

/** Writes the records of a run into tables of a dataset. */
final class TablesSink implements RunSink {
  /** Of a rejected record's texts: what is longer is of no use to people. */
  private static final int MAX_TEXT = 1 << 16;

  private final BigQueryName dataset;
  private final BigQueryIO.Write.Method method;
  private final String files;
  private final String similarity;
  private final Rejector rejector;
  private final List<PCollection<?>> written = new ArrayList<>();

  /**
   * A sink.
   *
   * @param files the folder for what the report is made from
   */
  TablesSink(
      BigQueryName dataset,
      BigQueryIO.Write.Method method,
      String files,
      String similarity,
      Rejector rejector) {
    this.dataset = dataset;
    this.method = method;
    this.files = files;
    this.similarity = similarity;
    this.rejector = rejector;
  }

  @Override
  public PCollectionList<Rejected> writeTable(Variant variant, PCollection<NeighborRow> rows) {
    RunTable table = variant == Variant.BASE ? RunTable.NEIGHBORS_BASE : RunTable.NEIGHBORS;
    return write(
        "Write " + table.table(),
        rows.apply(
            "Neighbors of " + table.table(),
            ParDo.of(new ToNeighbors(similarity, rejector.runId()))),
        table);
  }

  @Override
  public PCollectionList<Rejected> writeItems(PCollection<Item> items) {
    return write("Write items", items, RunTable.ITEMS);
  }

  @Override
  public PCollectionList<Rejected> writeInteractions(PCollection<Interaction> refined) {
    return write("Write interactions", refined, RunTable.INTERACTIONS);
  }

  @Override
  public PCollectionList<Rejected> writeMetrics(PCollection<Metric> metrics) {
    written.add(metrics.apply("Write metrics file", WriteMetrics.to(files + "/metrics.json")));
    return write("Write metrics", metrics, RunTable.METRICS);
  }

  @Override
  public void writeExplorer(PCollection<String> explorer) {
    written.add(explorer.apply("Write explorer", WriteText.to(files + "/explorer.json")));
  }

  @Override
  public void writeRejected(PCollection<Rejected> rejected) {
    PCollection<Rejected> fitting =
        rejected.apply(
            "Fit", MapElements.into(TypeDescriptor.of(Rejected.class)).via(TablesSink::fit));
    write("Write rejected", fitting, RunTable.REJECTED)
        .getAll()
        .forEach(refused -> refused.apply("Require all", ParDo.of(new RequireNone())));
  }

  private <T extends SpecificRecord> PCollectionList<Rejected> write(
      String step, PCollection<T> records, RunTable table) {
    PCollectionTuple out = records.apply(step, WriteRecords.to(dataset, table, method, rejector));
    if (out.has(WriteRecords.LOADED)) {
      written.add(out.get(WriteRecords.LOADED));
    }
    return PCollectionList.of(out.get(WriteRecords.REJECTED));
  }

  /** With the Storage Write API some is missing: it does not tell when rows can be read. */
  @Override
  public List<PCollection<?>> written() {
    return List.copyOf(written);
  }

  private static Rejected fit(Rejected rejected) {
    return Rejected.newBuilder(rejected)
        .setDetail(TableRows.fit(rejected.getDetail(), MAX_TEXT))
        .setRecord(TableRows.fit(rejected.getRecord(), MAX_TEXT))
        .build();
  }

  private static final class ToNeighbors extends DoFn<NeighborRow, Neighbor> {
    private final String similarity;
    private final String runId;

    ToNeighbors(String similarity, String runId) {
      this.similarity = similarity;
      this.runId = runId;
    }

    @ProcessElement
    public void process(@Element NeighborRow row, OutputReceiver<Neighbor> out) {
      row.records(similarity, runId).forEach(out::output);
    }
  }

  /** The last table has no other to tell its refusals to. */
  private static final class RequireNone extends DoFn<Rejected, Void> {
    @SuppressWarnings("DoNotCallSuggester") // Beam calls it.
    @ProcessElement
    public void process(@Element Rejected refused) {
      throw new IllegalStateException(
          "a rejected record could not be written: " + refused.getDetail());
    }
  }
}
