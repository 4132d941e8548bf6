package org.llmi2i.pipelines.base;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.llmi2i.pipelines.train.TrainOptions;

/** Options of the program that tunes the base. */
public interface TuneBaseOptions extends TrainOptions {
  @Description("How many of a user's last items ask the table for neighbors in the evaluation.")
  @Default.Integer(20)
  int getTriggers();

  void setTriggers(int triggers);
}
