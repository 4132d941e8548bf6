package org.llmi2i.pipelines.bigquery;

/** How records get into BigQuery's tables. */
public enum BigQueryMethod {
  /** By load jobs from files: free of charge, of a limited number a day. */
  FILE_LOADS,
  /** By the Storage Write API: charged by the byte. */
  STORAGE_WRITE_API
}
