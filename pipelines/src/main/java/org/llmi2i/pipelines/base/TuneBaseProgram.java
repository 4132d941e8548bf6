package org.llmi2i.pipelines.base;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.read.InputException;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.pipelines.train.TrainLog;
import org.llmi2i.pipelines.write.Files;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Run;

/** Finds the base that is best before any refinement, so that a lift is one over that. */
public final class TuneBaseProgram implements Program {
  /** Similarities in one pipeline: each takes network buffers, of which a machine has so many. */
  private static final int AT_ONCE = 3;

  @Override
  public String name() {
    return "tune-base";
  }

  @Override
  public String summary() {
    return "Find the similarity, shrinkage and k that are best without refinement.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return TuneBaseOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    tune(Options.parse(TuneBaseOptions.class, arguments), BaseSetting.similarities());
  }

  static void tune(TuneBaseOptions options, List<BaseSetting> settings) throws IOException {
    LocalRun.prepare(options);
    Instant started = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Rejector rejector = new Rejector("", RunOutput.runId(started), started);
    TrainLog.check(options, rejector);
    RunOutput.files(options.getOutput(), rejector.runId(), options);
    FileSystems.setDefaultPipelineOptions(options);
    List<Metric> metrics = new ArrayList<>();
    List<List<BaseSetting>> parts = Lists.partition(settings, AT_ONCE);
    for (List<BaseSetting> part : parts) {
      System.err.printf("%d of %d: %s%n", parts.indexOf(part) + 1, parts.size(), part);
      String folder = options.getOutput() + "/" + (parts.indexOf(part) + 1);
      Pipeline pipeline = Pipeline.create(options);
      TuneBasePipeline.setUp(pipeline, options, part, folder, rejector);
      LocalRun.run(pipeline);
      try (InputStream in = Files.open(folder + "/metrics.json")) {
        metrics.addAll(Findings.read(in, new Run()).metrics());
      }
    }
    if (metrics.isEmpty()) {
      throw new InputException(
          options.getInteractions() + ": no user of train has a new item at its end");
    }
    String text = BaseText.of(metrics);
    Files.write(options.getOutput() + "/tune-base.md", text);
    System.out.print(text);
  }
}
