package org.llmi2i.pipelines.refine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of a pipeline that nobody waits for: makes the run whole once all is written, and
 * lets it serve if the gate opens. Out: the run's name.
 *
 * <p>What came of it is in the worker's log, as a warning if the gate stays closed.
 */
final class FinishRun extends PTransform<PBegin, PCollection<String>> {
  private static final Logger LOG = LoggerFactory.getLogger(FinishRun.class);

  private final String runId;
  private final List<PCollection<?>> written;

  private FinishRun(String runId, List<PCollection<?>> written) {
    this.runId = runId;
    this.written = written;
  }

  /**
   * Finishes a run.
   *
   * @param written what comes out of the writes
   */
  static FinishRun of(String runId, List<PCollection<?>> written) {
    return new FinishRun(runId, written);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply("Once", Create.of(runId))
        .apply("Wait", Wait.on(written))
        .setCoder(StringUtf8Coder.of())
        .apply("Finish", ParDo.of(new Finish()));
  }

  private static final class Finish extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String runId, PipelineOptions options, OutputReceiver<String> out)
        throws IOException {
      FinishedRun finished =
          RefineRun.named(options.as(RefineOptions.class), runId).finish(Map.of());
      if (finished.published()) {
        LOG.info(finished.told());
      } else {
        LOG.warn(finished.told());
      }
      out.output(runId);
    }
  }
}
