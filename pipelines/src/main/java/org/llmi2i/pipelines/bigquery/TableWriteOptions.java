package org.llmi2i.pipelines.bigquery;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** How records get into BigQuery's tables. */
public interface TableWriteOptions extends ProgramOptions {
  @Description(
      "Of --output=bigquery:...: file_loads (load jobs, free of charge) or storage_write_api (charged"
          + " by the byte; for projects that are out of load jobs).")
  @Default.String("file_loads")
  String getBigQueryMethod();

  void setBigQueryMethod(String method);

  @Description(
      "The Google Cloud project that pays for BigQuery's jobs; without it, that of the table.")
  String getBigQueryProject();

  void setBigQueryProject(String project);
}
