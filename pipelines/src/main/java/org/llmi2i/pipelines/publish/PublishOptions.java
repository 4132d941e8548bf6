package org.llmi2i.pipelines.publish;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** Options of the program that publishes a run. */
public interface PublishOptions extends ProgramOptions {
  @Description("The output of the runs: a folder, gs://bucket/folder or bigquery:project.dataset.")
  @Validation.Required
  String getOutput();

  void setOutput(String output);

  @Description("The run to make the latest, such as 20251101T020304567.")
  @Validation.Required
  String getRun();

  void setRun(String runId);
}
