package org.llmi2i.pipelines.ablate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.llm.LlmSettings;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.read.InputException;
import org.llmi2i.pipelines.refine.RefineOptions;
import org.llmi2i.pipelines.refine.RefineProgram;
import org.llmi2i.pipelines.report.Curves;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.pipelines.write.Files;

/**
 * Measures the main job with one thing changed at a time. All share a ledger: what one has asked,
 * the others do not ask again.
 */
public final class AblateProgram implements Program {
  @Override
  public String name() {
    return "ablate";
  }

  @Override
  public String summary() {
    return "Measure what each part of the refinement brings, and how much of it is best.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return RefineOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    RefineOptions given = Options.parse(RefineOptions.class, arguments);
    run(arguments, given, Ablation.all());
  }

  static void run(String[] arguments, RefineOptions given, List<Ablation> ablations)
      throws IOException {
    FileSystems.setDefaultPipelineOptions(given);
    // What cannot be had is told before the first of many runs.
    RunOutput.files(given.getOutput(), "", given);
    String folder = given.getOutput() + "/ablation";
    Map<Map<String, String>, Findings> known = new HashMap<>();
    List<Ablated> measured = new ArrayList<>();
    for (Ablation ablation : ablations) {
      String[] changed = ablation.applyTo(arguments);
      RefineOptions options = Options.parse(RefineOptions.class, changed);
      Map<String, String> same = Options.describe(RefineOptions.class, options);
      Findings findings = known.get(same);
      if (findings == null) {
        System.err.printf("%d of %d: %s%n", measured.size() + 1, ablations.size(), ablation.name());
        options.setLedger(LlmSettings.ledger(given, given.getOutput()));
        findings = RefineProgram.measure(options, folder + "/" + (measured.size() + 1));
        known.put(same, findings);
      }
      if (findings.metrics().isEmpty()) {
        throw new InputException(
            given.getInteractions() + ": no user of train has a new item in the holdout");
      }
      measured.add(new Ablated(ablation, findings));
    }
    String text = AblationText.of(measured);
    Files.write(given.getOutput() + "/ablation.md", text);
    Curves.writeVolumes(
        given.getOutput(), measured.stream().flatMap(one -> one.volume().stream()).toList());
    System.out.print(text);
  }
}
