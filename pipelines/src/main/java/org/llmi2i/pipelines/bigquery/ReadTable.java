package org.llmi2i.pipelines.bigquery;

import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import java.io.IOException;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServices;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the rows of a table, or what a query gives, as BigQuery exports them: Avro records of the
 * columns' names. A table has no order. The export itself is free of charge, a query is not.
 *
 * @param <T> what becomes of a row
 */
public final class ReadTable<T> extends PTransform<PBegin, PCollection<T>> {
  private final BigQueryName source;
  private final SerializableFunction<GenericRecord, T> function;
  private final Coder<T> coder;

  private ReadTable(
      BigQueryName source, SerializableFunction<GenericRecord, T> function, Coder<T> coder) {
    this.source = source;
    this.function = function;
    this.coder = coder;
  }

  /** Reads rows and makes something of each. */
  public static <T> ReadTable<T> of(
      BigQueryName source, SerializableFunction<GenericRecord, T> function, Coder<T> coder) {
    return new ReadTable<>(source, function, coder);
  }

  /**
   * The columns of a table, or of what a query gives; nothing is read, and nothing charged.
   *
   * @throws IllegalArgumentException if an option is missing
   * @throws IOException if there is no such table, the query is wrong, or BigQuery does not answer;
   *     the message is BigQuery's
   */
  public static List<String> columns(BigQueryName source, PipelineOptions options)
      throws IOException {
    Warehouse warehouse = Warehouse.of(source, options);
    warehouse.tempLocation();
    try {
      TableSchema schema =
          source.isQuery() ? querySchema(source, warehouse) : tableSchema(source, warehouse);
      return schema.getFields().stream().map(TableFieldSchema::getName).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static TableSchema tableSchema(BigQueryName source, Warehouse warehouse)
      throws IOException, InterruptedException {
    BigQueryServices services = warehouse.services();
    Table table =
        services.getDatasetService(warehouse.options()).getTable(Warehouse.reference(source));
    if (table == null) {
      throw new IOException("no such table");
    }
    return table.getSchema();
  }

  private static TableSchema querySchema(BigQueryName source, Warehouse warehouse)
      throws IOException, InterruptedException {
    return warehouse
        .services()
        .getJobService(warehouse.options())
        .dryRunQuery(
            warehouse.payer(),
            new JobConfigurationQuery().setQuery(source.query()).setUseLegacySql(false),
            null)
        .getQuery()
        .getSchema();
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    Warehouse warehouse = Warehouse.of(source, begin.getPipeline().getOptions());
    SerializableFunction<GenericRecord, T> ofRecord = function;
    BigQueryIO.TypedRead<T> read =
        BigQueryIO.read(row -> ofRecord.apply(row.getRecord())).withCoder(coder);
    read =
        source.isQuery()
            ? read.fromQuery(source.query()).usingStandardSql()
            : read.from(Warehouse.reference(source));
    if (warehouse.replacement() != null) {
      // The stand-in knows a query by its text alone.
      read = read.withTestServices(warehouse.replacement()).withoutValidation();
    }
    return begin.apply("Export", read);
  }
}
