package org.llmi2i.pipelines.bigquery;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServices;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What stands in for BigQuery where there is none. */
@Hidden
public interface WarehouseOptions extends PipelineOptions {
  /** Null is BigQuery itself; it is asked while a pipeline is made, and travels in the graph. */
  @JsonIgnore
  @Nullable BigQueryServices getBigQueryServices();

  void setBigQueryServices(@Nullable BigQueryServices services);
}
