package org.llmi2i.pipelines.cli;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options of every program. */
public interface ProgramOptions extends PipelineOptions {
  @Description("Show the stack trace of an error.")
  @Default.Boolean(false)
  boolean isVerbose();

  void setVerbose(boolean verbose);
}
