package org.llmi2i.pipelines.bigquery;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableRow;
import com.google.api.services.bigquery.model.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;
import org.apache.beam.sdk.io.gcp.testing.FakeBigQueryServices;
import org.apache.beam.sdk.io.gcp.testing.FakeDatasetService;
import org.apache.beam.sdk.io.gcp.testing.FakeJobService;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.pipelines.testing.FakeTablesServer;

/** Beam's stand-in for BigQuery, and ours for what it lacks, of the project {@code shop}. */
public final class Fakes implements AutoCloseable {
  static final String PROJECT = "shop";

  private final FakeDatasetService datasets = new FakeDatasetService();
  private final FakeJobService jobs = new FakeJobService();
  private final FakeTablesServer server;

  private Fakes(FakeTablesServer server) {
    this.server = server;
  }

  public static Fakes start() throws IOException {
    FakeDatasetService.setUp();
    FakeJobService.setUp();
    return new Fakes(FakeTablesServer.start(new FakeDatasetService()));
  }

  FakeTablesServer server() {
    return server;
  }

  FakeJobService jobs() {
    return jobs;
  }

  /**
   * Makes a dataset. The fakes remember tables for as long as the process lives: take new names.
   */
  public void dataset(String name) throws IOException, InterruptedException {
    datasets.createDataset(PROJECT, name, "", "", null);
  }

  /** Makes a table and fills it. */
  public void table(String dataset, String table, TableSchema schema, List<TableRow> rows)
      throws IOException, InterruptedException {
    TableReference reference = reference(dataset, table);
    datasets.createTable(new Table().setTableReference(reference).setSchema(schema));
    if (!rows.isEmpty()) {
      datasets.insertAll(reference, rows, null);
    }
  }

  Table table(String dataset, String table) throws IOException, InterruptedException {
    return datasets.getTable(reference(dataset, table));
  }

  List<TableRow> rows(String dataset, String table) throws IOException, InterruptedException {
    return datasets.getAllRows(PROJECT, dataset, table);
  }

  /**
   * Makes a table ready to be read: the fakes keep times and numbers as the texts that were loaded,
   * and export only what is of Avro's types.
   */
  void retype(String dataset, String table) throws IOException, InterruptedException {
    Table made = table(dataset, table);
    List<TableRow> rows = new ArrayList<>();
    for (TableRow row : rows(dataset, table)) {
      TableRow typed = new TableRow();
      for (TableFieldSchema column : made.getSchema().getFields()) {
        typed.set(column.getName(), typed(column.getType(), row.get(column.getName())));
      }
      rows.add(typed);
    }
    datasets.deleteTable(reference(dataset, table));
    datasets.createTable(made);
    datasets.insertAll(reference(dataset, table), rows, null);
  }

  private static @Nullable Object typed(String type, @Nullable Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    return switch (type) {
      case "TIMESTAMP" -> micros(text);
      case "INTEGER", "INT64" -> Long.valueOf(text);
      case "FLOAT", "FLOAT64" -> Double.valueOf(text);
      default -> text;
    };
  }

  /** Of a time as BigQuery or as we write it. */
  static long micros(String time) {
    return ChronoUnit.MICROS.between(
        Instant.EPOCH, Instant.parse(time.replace(" UTC", "Z").replace(' ', 'T')));
  }

  /** From now on the Storage Write API refuses rows that have this value in this column. */
  void refuse(String column, String value) {
    datasets.setShouldFailRow(
        (Function<TableRow, Boolean> & Serializable) row -> value.equals(row.get(column)));
  }

  private static TableReference reference(String dataset, String table) {
    return new TableReference().setProjectId(PROJECT).setDatasetId(dataset).setTableId(table);
  }

  /** Options that lead to the fakes. */
  public <T extends PipelineOptions> T lead(T options, String tempLocation) {
    options.setTempLocation(tempLocation);
    options
        .as(WarehouseOptions.class)
        .setBigQueryServices(
            new FakeBigQueryServices().withDatasetService(datasets).withJobService(jobs));
    options.as(GcpOptions.class).setCredentialFactoryClass(NoopCredentialFactory.class);
    options.as(BigQueryOptions.class).setBigQueryEndpoint(server.endpoint());
    return options;
  }

  /** A row of these columns and values in turn; a null is left out. */
  static TableRow row(Object... columnsAndValues) {
    TableRow row = new TableRow();
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      if (columnsAndValues[i + 1] != null) {
        row.set(columnsAndValues[i].toString(), columnsAndValues[i + 1]);
      }
    }
    return row;
  }

  /** A schema of columns, each {@code name TYPE}. */
  public static TableSchema columns(String... columns) {
    return new TableSchema()
        .setFields(
            Arrays.stream(columns)
                .map(column -> column.split(" "))
                .map(
                    column ->
                        new TableFieldSchema()
                            .setName(column[0])
                            .setType(column[1])
                            .setMode("NULLABLE"))
                .toList());
  }

  @Override
  public void close() {
    server.close();
  }
}
