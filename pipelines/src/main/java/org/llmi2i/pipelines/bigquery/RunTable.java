package org.llmi2i.pipelines.bigquery;

import com.google.api.services.bigquery.model.Clustering;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Neighbor;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.TableSchemas;

/**
 * The tables of a dataset: their schemas, by day, and by which columns they are sorted.
 *
 * <p>A table is partitioned by the day of the run, which is that of the load where no column tells
 * it, so that old runs can expire. By the day of event an interaction of a long log would need more
 * partitions than a load may touch.
 *
 * @param record what a row is
 * @param day the column that holds the day
 * @param clustered the columns that rows are sorted by
 */
record RunTable(String table, Schema record, @Nullable String day, List<String> clustered) {
  /** The column that names the run in every table but that of the exchanges, which runs share. */
  static final String RUN_ID = "run_id";

  static final RunTable NEIGHBORS = neighbors("neighbors");
  static final RunTable NEIGHBORS_BASE = neighbors("neighbors_base");
  static final RunTable INTERACTIONS =
      new RunTable("interactions", Interaction.getClassSchema(), null, List.of(RUN_ID, "item_id"));
  static final RunTable ITEMS =
      new RunTable("items", Item.getClassSchema(), null, List.of(RUN_ID, "item_id"));
  static final RunTable REJECTED =
      new RunTable(
          "rejected", Rejected.getClassSchema(), "occurred_at", List.of(RUN_ID, "stage", "reason"));
  static final RunTable METRICS =
      new RunTable("metrics", Metric.getClassSchema(), null, List.of(RUN_ID, "metric"));
  static final RunTable RUNS =
      new RunTable("runs", Run.getClassSchema(), "started_at", List.of(RUN_ID));
  static final RunTable EXCHANGES =
      new RunTable("exchanges", Exchange.getClassSchema(), "created_at", List.of("exchange_id"));

  private static RunTable neighbors(String table) {
    return new RunTable(table, Neighbor.getClassSchema(), null, List.of(RUN_ID, "item_id"));
  }

  /** The columns of the record, and that of the run if the record has none. */
  TableSchema schema() {
    List<TableFieldSchema> columns = new ArrayList<>(TableSchemas.of(record).getFields());
    if (clustered.contains(RUN_ID)
        && columns.stream().noneMatch(column -> column.getName().equals(RUN_ID))) {
      columns.add(
          new TableFieldSchema()
              .setName(RUN_ID)
              .setType("STRING")
              .setMode("REQUIRED")
              .setDescription("The run that wrote the row."));
    }
    return new TableSchema().setFields(columns);
  }

  TimePartitioning partitioning() {
    return new TimePartitioning().setType("DAY").setField(day);
  }

  Clustering clustering() {
    return new Clustering().setFields(clustered);
  }
}
