/**
 * What is BigQuery's own: tables and queries as input, the tables of a run as output, and the
 * ledger as a table. Loaded only where an option has the form {@code bigquery:...}.
 */
package org.llmi2i.pipelines.bigquery;
