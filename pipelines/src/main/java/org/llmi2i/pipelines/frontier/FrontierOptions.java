package org.llmi2i.pipelines.frontier;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.llmi2i.pipelines.refine.RefineOptions;

/** Options of the program that measures frontiers. */
public interface FrontierOptions extends RefineOptions {
  @Description("The bases to measure, each a name that --similarity takes, separated by commas.")
  @Default.String("cosine,bm25,swing")
  String getBases();

  void setBases(String names);
}
