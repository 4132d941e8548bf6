package org.llmi2i.pipelines.bigquery;

import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.pipelines.write.RunSink;
import org.llmi2i.pipelines.write.WriteMetrics;
import org.llmi2i.pipelines.write.WriteText;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Neighbor;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;

/**
 * Writes the records of a run into tables of a dataset.
 *
 * @param files the folder for what the report is made from
 */
record TablesSink(
    BigQueryName dataset,
    BigQueryIO.Write.Method method,
    String files,
    String similarity,
    Rejector rejector)
    implements RunSink {
  /** Of a rejected record's texts: what is longer is of no use to people. */
  private static final int MAX_TEXT = 1 << 16;

  @Override
  public PCollectionList<Rejected> writeTable(Variant variant, PCollection<NeighborRow> rows) {
    RunTable table = variant == Variant.BASE ? RunTable.NEIGHBORS_BASE : RunTable.NEIGHBORS;
    return rows.apply(
            "Neighbors of " + table.table(),
            ParDo.of(new ToNeighbors(similarity, rejector.runId())))
        .apply("Write " + table.table(), to(table));
  }

  @Override
  public PCollectionList<Rejected> writeInteractions(PCollection<Interaction> refined) {
    return refined.apply("Write interactions", to(RunTable.INTERACTIONS));
  }

  @Override
  public PCollectionList<Rejected> writeMetrics(PCollection<Metric> metrics) {
    metrics.apply("Write metrics file", WriteMetrics.to(files + "/metrics.json"));
    return metrics.apply("Write metrics", to(RunTable.METRICS));
  }

  @Override
  public void writeExplorer(PCollection<String> explorer) {
    explorer.apply("Write explorer", WriteText.to(files + "/explorer.json"));
  }

  @Override
  public void writeRejected(PCollection<Rejected> rejected) {
    rejected
        .apply("Fit", MapElements.into(TypeDescriptor.of(Rejected.class)).via(TablesSink::fit))
        .apply("Write rejected", WriteRecords.to(dataset, RunTable.REJECTED, method, rejector))
        .getAll()
        .forEach(
            refused ->
                refused.apply("Require all of " + refused.getName(), ParDo.of(new RequireNone())));
  }

  private <T extends SpecificRecord> WriteRecords<T> to(RunTable table) {
    return WriteRecords.to(dataset, table, method, rejector);
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
