package org.llmi2i.pipelines.estimate;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** Options of the estimate. */
public interface EstimateOptions extends ProgramOptions {
  @Description("Interactions in the log; 0 shows 1 million, 100 million and 10 thousand million.")
  @Default.Long(0)
  long getInteractionCount();

  void setInteractionCount(long interactions);

  @Description("The language model's provider, by the price table: vertex, vertex-batch, openai.")
  @Default.String("vertex")
  String getLlm();

  void setLlm(String llm);

  @Description("The language model, by the price table.")
  @Default.String("gemini-2.5-flash-lite")
  String getLlmModel();

  void setLlmModel(String model);

  @Description("US dollars for a million tokens of requests and of answers, such as 0.10,0.40.")
  @Default.String("")
  String getTokenPrices();

  void setTokenPrices(String prices);

  @Description("Requests a minute that the language model's quota allows.")
  @Default.Long(2000)
  long getLlmRequestsPerMinute();

  void setLlmRequestsPerMinute(long requests);

  @Description(
      "A CSV file of your prices, what,price, with vcpu_hour, memory_gb_hour and shuffle_gb; without"
          + " it, Dataflow's list.")
  @Default.String("")
  String getPrices();

  void setPrices(String file);
}
