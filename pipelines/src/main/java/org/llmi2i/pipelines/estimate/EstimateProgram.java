package org.llmi2i.pipelines.estimate;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.llmi2i.ask.Prices;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.llm.LlmSettings;

/** Prints what runs of several sizes take and cost, as a table of Markdown. */
public final class EstimateProgram implements Program {
  private static final List<Long> SIZES = List.of(1_000_000L, 100_000_000L, 10_000_000_000L);

  @Override
  public String name() {
    return "estimate";
  }

  @Override
  public String summary() {
    return "Tell what a run on Dataflow takes and costs, by the size of the log.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return EstimateOptions.class;
  }

  @Override
  public void run(String[] arguments) {
    System.out.print(table(Options.parse(EstimateOptions.class, arguments)));
  }

  static String table(EstimateOptions options) {
    Prices tokens =
        LlmSettings.prices(options.getLlm(), options.getLlmModel(), options.getTokenPrices())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "llmModel: the price of "
                            + options.getLlmModel()
                            + " is not known; give --tokenPrices=input,output"));
    CloudPrices cloud =
        options.getPrices().isEmpty()
            ? CloudPrices.listed()
            : CloudPrices.of(Path.of(options.getPrices()));
    List<Long> sizes =
        options.getInteractionCount() == 0 ? SIZES : List.of(options.getInteractionCount());
    StringBuilder table =
        new StringBuilder(
            """
            | interactions | shuffle, GB | worker hours | LLM calls | tokens, million | workers, $ | LLM, $ | all, $ |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
    for (long size : sizes) {
      table.append(row(Estimate.of(size, options.getLlmRequestsPerMinute()), cloud, tokens));
    }
    return table.toString();
  }

  private static String row(Estimate estimate, CloudPrices cloud, Prices tokens) {
    double workers = estimate.cloudCost(cloud);
    double llm = estimate.llmCost(tokens);
    return String.format(
        Locale.ROOT,
        "| %,d | %,.1f | %,.1f | %,.0f | %,.1f | %,.2f | %,.2f | %,.2f |%n",
        estimate.interactions(),
        estimate.shuffleBytes() / 1e9,
        estimate.workerHours(),
        estimate.calls(),
        (estimate.inputTokens() + estimate.outputTokens()) / 1e6,
        workers,
        llm,
        workers + llm);
  }
}
