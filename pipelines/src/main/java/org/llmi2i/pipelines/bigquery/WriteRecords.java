package org.llmi2i.pipelines.bigquery;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.model.TableRow;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryStorageApiInsertError;
import org.apache.beam.sdk.io.gcp.bigquery.TableDestination;
import org.apache.beam.sdk.io.gcp.bigquery.TableRowJsonCoder;
import org.apache.beam.sdk.io.gcp.bigquery.WriteResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;

/**
 * Appends records to a table, which is made if it is not there.
 *
 * <p>Out: {@link #REJECTED}, those that the table cannot hold, found before the load or, with the
 * Storage Write API, told by BigQuery; and of load jobs {@link #LOADED}, once all is in the table.
 *
 * @param <T> the records
 */
final class WriteRecords<T extends SpecificRecord>
    extends PTransform<PCollection<T>, PCollectionTuple> {
  private static final TupleTag<TableRow> ROWS = new TupleTag<>("rows") {};

  /** What the table cannot hold. */
  static final TupleTag<Rejected> REJECTED = new TupleTag<>("rejected") {};

  /** The table, when all records are in it. */
  static final TupleTag<TableDestination> LOADED = new TupleTag<>("loaded") {};

  private final BigQueryName table;
  private final RunTable form;
  private final BigQueryIO.Write.Method method;
  private final Rejector rejector;

  private WriteRecords(
      BigQueryName table, RunTable form, BigQueryIO.Write.Method method, Rejector rejector) {
    this.table = table;
    this.form = form;
    this.method = method;
    this.rejector = rejector;
  }

  /**
   * Writes into a table of a dataset.
   *
   * @param rejector names the run, in the rows too
   */
  static <T extends SpecificRecord> WriteRecords<T> to(
      BigQueryName dataset, RunTable form, BigQueryIO.Write.Method method, Rejector rejector) {
    return new WriteRecords<>(
        dataset.with(form.table()), form, method, rejector.in("Write_" + form.table()));
  }

  @Override
  public PCollectionTuple expand(PCollection<T> records) {
    Warehouse warehouse = Warehouse.of(table, records.getPipeline().getOptions());
    PCollectionTuple rows =
        records.apply(
            "ToRows",
            ParDo.of(new ToRows<T>(rejector)).withOutputTags(ROWS, TupleTagList.of(REJECTED)));
    BigQueryIO.Write<TableRow> write =
        BigQueryIO.writeTableRows()
            .to(Warehouse.reference(table))
            .withSchema(form.schema())
            .withTimePartitioning(form.partitioning())
            .withClustering(form.clustering())
            .withMethod(method)
            .withCreateDisposition(BigQueryIO.Write.CreateDisposition.CREATE_IF_NEEDED)
            .withWriteDisposition(BigQueryIO.Write.WriteDisposition.WRITE_APPEND);
    if (warehouse.replacement() != null) {
      write = write.withTestServices(warehouse.replacement());
    }
    WriteResult written = rows.get(ROWS).setCoder(TableRowJsonCoder.of()).apply("Write", write);
    if (method != BigQueryIO.Write.Method.STORAGE_WRITE_API) {
      return PCollectionTuple.of(REJECTED, rows.get(REJECTED))
          .and(LOADED, written.getSuccessfulTableLoads());
    }
    PCollection<Rejected> refused =
        written.getFailedStorageApiInserts().apply("Refused", ParDo.of(new Refused(rejector)));
    return PCollectionTuple.of(
        REJECTED,
        PCollectionList.of(rows.get(REJECTED))
            .and(refused)
            .apply("Rejected", Flatten.pCollections()));
  }

  private static final class ToRows<T extends SpecificRecord> extends DoFn<T, TableRow> {
    private final Rejector rejector;
    private final Counter good;
    private final Counter bad;

    ToRows(Rejector rejector) {
      this.rejector = rejector;
      this.good = Metrics.counter(rejector.stage(), "rows");
      this.bad = Metrics.counter(rejector.stage(), "rejected");
    }

    @ProcessElement
    public void process(@Element T record, MultiOutputReceiver out) {
      Optional<String> problem = TableRows.problem(record);
      if (problem.isPresent()) {
        bad.inc();
        out.get(REJECTED).output(rejector.reject(Reason.UNFIT_FOR_TABLE, problem.get(), record));
        return;
      }
      good.inc();
      TableRow row = TableRows.of(record);
      if (record.getSchema().getField(RunTable.RUN_ID) == null) {
        row.set(RunTable.RUN_ID, rejector.runId());
      }
      out.get(ROWS).output(row);
    }
  }

  private static final class Refused extends DoFn<BigQueryStorageApiInsertError, Rejected> {
    private final Rejector rejector;
    private final Counter bad;

    Refused(Rejector rejector) {
      this.rejector = rejector;
      this.bad = Metrics.counter(rejector.stage(), "refused");
    }

    @ProcessElement
    public void process(@Element BigQueryStorageApiInsertError error, OutputReceiver<Rejected> out)
        throws IOException {
      bad.inc();
      out.output(
          rejector.reject(
              Reason.UNFIT_FOR_TABLE,
              String.valueOf(error.getErrorMessage()),
              GsonFactory.getDefaultInstance().toString(error.getRow())));
    }
  }
}
