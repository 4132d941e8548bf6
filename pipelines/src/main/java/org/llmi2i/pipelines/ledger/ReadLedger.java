package org.llmi2i.pipelines.ledger;

import java.io.IOException;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;

/**
 * Reads what earlier runs asked a model, as far as it needs not be asked again: not what failed. A
 * folder that does not exist is an empty ledger.
 */
public final class ReadLedger extends PTransform<PBegin, PCollection<Exchange>> {
  private final String folder;
  private final String runId;

  private ReadLedger(String folder, String runId) {
    this.folder = folder;
    this.runId = runId;
  }

  /**
   * Reads from a folder.
   *
   * @param runId the run that reads; its own files, which are being written, are left out
   */
  static ReadLedger from(String folder, String runId) {
    return new ReadLedger(folder, runId);
  }

  @Override
  public PCollection<Exchange> expand(PBegin begin) {
    return begin
        .apply(
            "Match",
            FileIO.match()
                .filepattern(folder + "/*.avro")
                .withEmptyMatchTreatment(EmptyMatchTreatment.ALLOW))
        .apply("Read", ParDo.of(new ReadFile(runId)));
  }

  private static final class ReadFile extends DoFn<MatchResult.Metadata, Exchange> {
    private final Counter exchanges = Metrics.counter("ReadLedger", "exchanges");
    private final String runId;

    ReadFile(String runId) {
      this.runId = runId;
    }

    @ProcessElement
    public void process(@Element MatchResult.Metadata file, OutputReceiver<Exchange> out)
        throws IOException {
      String name = file.resourceId().getFilename();
      if (name == null || name.startsWith(runId + "-")) {
        return;
      }
      LedgerFile.read(
          file.resourceId(),
          exchange -> {
            if (exchange.getOutcome() != Outcome.FAILED) {
              exchanges.inc();
              out.output(exchange);
            }
          });
    }
  }
}
