package org.llmi2i.pipelines.demo;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** Options of the demo. */
public interface DemoOptions extends ProgramOptions {
  @Description("The folder to write to: the marketplace in marketplace, the run in latest.")
  @Default.String("out/demo")
  String getOutput();

  void setOutput(String folder);

  @Description("Which marketplace, and seeds everything that is drawn.")
  @Default.Long(42)
  long getSeed();

  void setSeed(long seed);
}
