package org.llmi2i.pipelines.tuning;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** Options of the program that tunes. */
public interface TuneOptions extends ProgramOptions {
  @Description("The Google Cloud project to tune in.")
  @Validation.Required
  String getLlmProject();

  void setLlmProject(String project);

  @Description("Where to tune.")
  @Default.String("us-central1")
  String getLlmRegion();

  void setLlmRegion(String location);

  @Description("The model to tune, of those that Vertex AI tunes, or a tuned one to go on from.")
  @Default.String("gemini-2.5-flash")
  String getModel();

  void setModel(String model);

  @Description("What to tune on: gs://bucket/generator-train.vertex.jsonl, say. Needed to start.")
  @Default.String("")
  String getTrainFile();

  void setTrainFile(String file);

  @Description(
      "What to validate with while it tunes: a gs:// file of the same form; none if empty.")
  @Default.String("")
  String getValidationFile();

  void setValidationFile(String file);

  @Description("How often the train file is gone through; 0 leaves it to the service.")
  @Default.Integer(0)
  int getEpochs();

  void setEpochs(int epochs);

  @Description("What people see the tuned model as.")
  @Default.String("llm-i2i")
  String getDisplayName();

  void setDisplayName(String name);

  @Description("Look at this job instead of starting one: its resource name.")
  @Default.String("")
  String getJob();

  void setJob(String name);

  @Description("Wait until the job has ended.")
  @Default.Boolean(true)
  boolean isWait();

  void setWait(boolean wait);

  @Description("The URL of the service, if it is not the region's own.")
  @Default.String("")
  String getLlmEndpoint();

  void setLlmEndpoint(String url);
}
