package org.llmi2i.pipelines.bigquery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableDataList;
import com.google.api.services.bigquery.model.TableRow;
import com.google.api.services.bigquery.model.ViewDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.options.PipelineOptions;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.write.Files;
import org.llmi2i.pipelines.write.RunSink;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Run;

/**
 * A run in a BigQuery dataset: rows that carry its name, in a table a record ({@link RunTable}),
 * and the view {@code i2i} over the neighbors of the run that serves.
 *
 * <p>A run is whole when the table {@code runs} has it, which is written last; rows of any other
 * run are of one that was stopped. The view is replaced in one request. Files that have no table,
 * the report above all, go to {@code <tempLocation>/llm-i2i/<dataset>/runs/<run_id>}.
 */
public final class RunTables implements RunOutput {
  private static final String VIEW = "i2i";
  private static final Pattern SHOWN = Pattern.compile("run_id = '(?<run>" + RUN_ID + ")'");

  private final BigQueryName dataset;
  private final String runId;
  private final Warehouse warehouse;
  private final PipelineOptions options;

  private RunTables(
      BigQueryName dataset, String runId, Warehouse warehouse, PipelineOptions options) {
    this.dataset = dataset;
    this.runId = runId;
    this.warehouse = warehouse;
    this.options = options;
  }

  /** The rows of a run in a dataset, which must be there; its tables need not be. */
  public static RunTables of(BigQueryName dataset, String runId, PipelineOptions options) {
    return new RunTables(dataset, runId, Warehouse.of(dataset, options), options);
  }

  @Override
  public void create() {
    FileSystems.setDefaultPipelineOptions(options);
    try {
      warehouse
          .services()
          .getDatasetService(warehouse.options())
          .getDataset(dataset.project(), dataset.dataset());
      requireView(view());
      String probe = partial() + "/probe";
      Files.create(probe).close();
      FileSystems.delete(List.of(FileSystems.matchNewResource(probe, false)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "output: cannot write to " + dataset + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void requireView(Optional<Table> found) {
    if (found.isPresent() && !"VIEW".equals(found.get().getType())) {
      throw new IllegalArgumentException(
          "output: " + dataset.with(VIEW) + " is in the way: it is no view");
    }
  }

  @Override
  public RunSink sink(String similarity, Rejector rejector) {
    return new TablesSink(dataset, method(), partial(), similarity, rejector);
  }

  private BigQueryIO.Write.Method method() {
    return BigQueryIO.Write.Method.valueOf(
        options.as(TableWriteOptions.class).getBigQueryMethod().toUpperCase(Locale.ROOT));
  }

  @Override
  public String partial() {
    return warehouse.tempLocation() + "/llm-i2i/" + dataset.dataset() + "/runs/" + runId;
  }

  @Override
  public String published() {
    return partial();
  }

  @Override
  public void complete(Run run) throws IOException {
    String file = partial() + "/run.jsonl";
    TableRow row = TableRows.of(run);
    try (OutputStream out = Files.create(file)) {
      new ObjectMapper().writeValue(out, row);
    }
    new LoadFiles(warehouse, dataset, RunTable.RUNS)
        .load(
            List.of(file),
            LoadFiles.Format.NEWLINE_DELIMITED_JSON,
            "llm-i2i-run-" + dataset.dataset() + "-" + runId);
  }

  @Override
  public String publish() throws IOException {
    if (!isWhole()) {
      throw new IllegalArgumentException(
          "run: "
              + dataset.with(RunTable.RUNS.table())
              + " has no run "
              + runId
              + ": there was none, or it was stopped, or is still at work");
    }
    Optional<Table> found = view();
    requireView(found);
    Table view =
        new Table()
            .setTableReference(Warehouse.reference(dataset.with(VIEW)))
            .setDescription("The item-to-item table that serves, of run " + runId + ".")
            .setView(new ViewDefinition().setUseLegacySql(false).setQuery(query()));
    Bigquery.Tables tables = warehouse.client().tables();
    if (found.isPresent()) {
      tables.update(dataset.project(), dataset.dataset(), VIEW, view).execute();
    } else {
      tables.insert(dataset.project(), dataset.dataset(), view).execute();
    }
    return dataset.with(VIEW).toString();
  }

  private String query() {
    return "SELECT item_id, neighbor_id, rank, score, support, similarity, run_id FROM `"
        + String.join(".", dataset.project(), dataset.dataset(), RunTable.NEIGHBORS.table())
        + "` WHERE run_id = '"
        + runId
        + "'";
  }

  /** Whether the runs have this one; looked at row by row, which costs no query. */
  private boolean isWhole() throws IOException {
    String page = null;
    do {
      TableDataList rows;
      try {
        rows =
            warehouse
                .client()
                .tabledata()
                .list(dataset.project(), dataset.dataset(), RunTable.RUNS.table())
                .setSelectedFields(RunTable.RUN_ID)
                .setPageToken(page)
                .execute();
      } catch (IOException e) {
        if (Warehouse.isNotFound(e)) {
          return false;
        }
        throw e;
      }
      for (TableRow row : rows.getRows() == null ? List.<TableRow>of() : rows.getRows()) {
        if (((List<?>) row.get("f")).get(0) instanceof Map<?, ?> cell
            && runId.equals(cell.get("v"))) {
          return true;
        }
      }
      page = rows.getPageToken();
    } while (page != null);
    return false;
  }

  private Optional<Table> view() throws IOException {
    try {
      return Optional.of(
          warehouse.client().tables().get(dataset.project(), dataset.dataset(), VIEW).execute());
    } catch (IOException e) {
      if (Warehouse.isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Optional<String> latest() throws IOException {
    return view()
        .filter(table -> table.getView() != null)
        .map(table -> SHOWN.matcher(table.getView().getQuery()))
        .filter(Matcher::find)
        .map(shown -> shown.group("run"));
  }

  /** Deletes the files; rows of a run that is not whole are shown nowhere. */
  @Override
  public void discard() throws IOException {
    FileSystems.delete(
        FileSystems.match(partial() + "/**", EmptyMatchTreatment.ALLOW).metadata().stream()
            .map(MatchResult.Metadata::resourceId)
            .toList(),
        StandardMoveOptions.IGNORE_MISSING_FILES);
  }
}
