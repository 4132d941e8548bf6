package org.llmi2i.pipelines.model;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** Options of {@link ModelProgram}. */
public interface ModelOptions extends ProgramOptions {
  @Description("The folder that keeps the weights; ~ is your home folder.")
  @Default.String("~/.cache/llm-i2i/models")
  String getCache();

  void setCache(String cache);
}
