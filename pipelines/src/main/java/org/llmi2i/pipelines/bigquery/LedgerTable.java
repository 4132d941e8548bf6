package org.llmi2i.pipelines.bigquery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;
import org.llmi2i.ask.Journal;
import org.llmi2i.pipelines.ledger.Ledger;
import org.llmi2i.pipelines.ledger.LedgerFolder;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;

/**
 * A ledger as a BigQuery table. What a run asks is first written to a journal, a folder of files
 * beside the table, where each answer is safe as it comes; at the end of the run one load job
 * brings them into the table, and the files go. Of a run that is killed they stay, and are read
 * like the table: nothing is paid for twice.
 */
public final class LedgerTable implements Ledger {
  private final BigQueryName table;
  private final LedgerFolder journal;

  private LedgerTable(BigQueryName table, LedgerFolder journal) {
    this.table = table;
    this.journal = journal;
  }

  /** The ledger of a run in a table, which need not exist yet. */
  public static LedgerTable of(BigQueryName table, String runId, PipelineOptions options) {
    String folder =
        Warehouse.of(table, options).tempLocation()
            + "/llm-i2i/"
            + table.dataset()
            + "/ledger/"
            + table.table();
    return new LedgerTable(table, LedgerFolder.of(folder, runId));
  }

  @Override
  public Journal open(String part) throws IOException {
    return journal.open(part);
  }

  @Override
  public PTransform<PBegin, PCollection<Exchange>> earlier() {
    return new Earlier(this);
  }

  /** What is in the table, and what killed runs left in the journal. */
  private static final class Earlier extends PTransform<PBegin, PCollection<Exchange>> {
    private final LedgerTable ledger;

    Earlier(LedgerTable ledger) {
      this.ledger = ledger;
    }

    @Override
    public PCollection<Exchange> expand(PBegin begin) {
      PCollection<Exchange> journaled = begin.apply("Journal", ledger.journal.earlier());
      if (!ledger.exists(begin.getPipeline().getOptions())) {
        return journaled;
      }
      PCollection<Exchange> loaded =
          begin
              .apply(
                  "Table",
                  ReadTable.of(
                      ledger.table, LedgerTable::exchange, AvroCoder.specific(Exchange.class)))
              .apply("Answered", Filter.by(exchange -> exchange.getOutcome() != Outcome.FAILED));
      return PCollectionList.of(loaded).and(journaled).apply("All", Flatten.pCollections());
    }
  }

  private boolean exists(PipelineOptions options) {
    Warehouse warehouse = Warehouse.of(table, options);
    try {
      return warehouse
              .services()
              .getDatasetService(warehouse.options())
              .getTable(Warehouse.reference(table))
          != null;
    } catch (IOException e) {
      throw new IllegalArgumentException("ledger: cannot read " + table + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void settle(PipelineOptions options) throws IOException {
    List<String> files = journal.settled();
    if (files.isEmpty()) {
      return;
    }
    // The same files make the same job, which BigQuery runs once.
    String job =
        "llm-i2i-ledger-"
            + Hashing.sha256().hashString(String.join("\n", files), StandardCharsets.UTF_8);
    new LoadFiles(Warehouse.of(table, options), table.with(""), RunTable.EXCHANGES)
        .load(files, LoadFiles.Format.AVRO, job, table);
    journal.delete(files);
  }

  private static Exchange exchange(GenericRecord row) {
    Exchange exchange = new Exchange();
    exchange.setExchangeId(text(row, "exchange_id"));
    exchange.setTask(Task.valueOf(text(row, "task")));
    exchange.setProvider(text(row, "provider"));
    exchange.setModel(text(row, "model"));
    exchange.setPrompt(text(row, "prompt"));
    exchange.setResponse(row.get("response") == null ? null : text(row, "response"));
    exchange.setConfidence((Double) row.get("confidence"));
    exchange.setInputTokens((Long) row.get("input_tokens"));
    exchange.setOutputTokens((Long) row.get("output_tokens"));
    exchange.setLatencyMillis((Long) row.get("latency_millis"));
    long micros = (Long) row.get("created_at");
    exchange.setCreatedAt(
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000));
    exchange.setOutcome(Outcome.valueOf(text(row, "outcome")));
    return exchange;
  }

  private static String text(GenericRecord row, String column) {
    return row.get(column).toString();
  }
}
