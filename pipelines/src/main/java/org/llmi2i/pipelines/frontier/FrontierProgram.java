package org.llmi2i.pipelines.frontier;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.pipelines.base.BaseSetting;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.llm.LlmSettings;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.read.InputException;
import org.llmi2i.pipelines.refine.RefineProgram;
import org.llmi2i.pipelines.report.Curves;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.pipelines.write.Files;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Variant;

/**
 * Measures what the refinement brings over the best setting of each base, at equal recall of all
 * items: settings are chosen on the end of train, and then measured on the holdout.
 */
public final class FrontierProgram implements Program {
  @Override
  public String name() {
    return "frontier";
  }

  @Override
  public String summary() {
    return "Measure the refinement against the best setting of each base, and both frontiers.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return FrontierOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    FrontierOptions options = Options.parse(FrontierOptions.class, arguments);
    measure(options, BaseSetting.families(options.getBases()));
  }

  /**
   * Measures families of settings.
   *
   * @param families the settings of each base, with their most neighbors
   */
  static void measure(FrontierOptions options, List<List<BaseSetting>> families)
      throws IOException {
    FileSystems.setDefaultPipelineOptions(options);
    // What cannot be had is told before the first of many runs.
    RunOutput.files(options.getOutput(), "", options);
    options.setLedger(LlmSettings.ledger(options, options.getOutput()));
    options.setValidation(true);
    List<Measured> validation = new ArrayList<>();
    String refined = refine(options);
    for (List<BaseSetting> family : families) {
      validation.add(measure(options, family, null, refined));
    }
    List<Measured.Pair> pairs = validation.stream().map(Measured::best).toList();
    options.setValidation(false);
    List<Measured> holdout = new ArrayList<>();
    refined = refine(options);
    for (int at = 0; at < families.size(); at++) {
      holdout.add(measure(options, families.get(at), pairs.get(at).base(), refined));
    }
    String text = FrontierText.of(holdout, pairs);
    Files.write(options.getOutput() + "/frontier.md", text);
    Curves.writeFrontiers(options.getOutput(), frontiers(holdout, pairs));
    System.out.print(text);
  }

  private static List<Curves.Frontier> frontiers(
      List<Measured> holdout, List<Measured.Pair> pairs) {
    List<Curves.Frontier> frontiers = new ArrayList<>();
    for (int at = 0; at < holdout.size(); at++) {
      frontiers.add(
          new Curves.Frontier(
              holdout.get(at).base(),
              holdout.get(at).points(Variant.BASE),
              holdout.get(at).points(Variant.REFINED),
              pairs.get(at).base(),
              pairs.get(at).refined()));
    }
    return frontiers;
  }

  private static String folder(FrontierOptions options) {
    return options.getOutput() + "/frontier/" + (options.isValidation() ? "validation" : "holdout");
  }

  /** Refines a log; returns the folder of the refined one. */
  private static String refine(FrontierOptions options) throws IOException {
    System.err.printf("%s: the refined log%n", folder(options));
    String folder = folder(options) + "/run";
    RefineProgram.measureAndKeep(options, folder);
    return folder + "/refined";
  }

  private static Measured measure(
      FrontierOptions options, List<BaseSetting> family, @Nullable String compared, String refined)
      throws IOException {
    String base = family.get(0).similarity();
    String folder = folder(options) + "/" + base;
    System.err.println(folder);
    LocalRun.prepare(options);
    Instant started = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Rejector rejector = new Rejector("", RunOutput.runId(started), started);
    Pipeline pipeline = Pipeline.create(options);
    FrontierPipeline.setUp(pipeline, options, family, compared, refined, folder, rejector);
    LocalRun.run(pipeline);
    List<Metric> metrics;
    try (InputStream in = Files.open(folder + "/metrics.json")) {
      metrics = Findings.read(in, new Run()).metrics();
    }
    if (metrics.isEmpty()) {
      throw new InputException(
          options.getInteractions() + ": no user of train has a new item in " + folder);
    }
    return new Measured(base, metrics);
  }
}
