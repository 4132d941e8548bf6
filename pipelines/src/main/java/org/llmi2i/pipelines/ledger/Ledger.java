package org.llmi2i.pipelines.ledger;

import java.io.IOException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.ask.Journal;
import org.llmi2i.pipelines.bigquery.BigQueryName;
import org.llmi2i.pipelines.bigquery.LedgerTable;
import org.llmi2i.schemas.Exchange;

/** The exchanges of all runs so far: those of earlier runs are read, those of this one written. */
public interface Ledger extends Journal.Factory {
  /** A ledger by form: a folder of any file system, or {@code bigquery:project.dataset.table}. */
  static Ledger of(String ledger, String runId, PipelineOptions options) {
    return BigQueryName.isNamed(ledger)
        ? LedgerTable.of(BigQueryName.table("ledger", ledger), runId, options)
        : LedgerFolder.of(ledger, runId);
  }

  /** What earlier runs asked a model, as far as it needs not be asked again: not what failed. */
  PTransform<PBegin, PCollection<Exchange>> earlier();

  /** Brings what a run wrote to its final place, after its pipeline ended well. */
  void settle(PipelineOptions options) throws IOException;
}
