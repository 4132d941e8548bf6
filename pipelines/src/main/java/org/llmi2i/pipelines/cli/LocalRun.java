package org.llmi2i.pipelines.cli;

import java.io.IOException;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.pipelines.read.InputException;

/** Runs a pipeline and waits for it: here, on a cluster that the options name, or on Dataflow. */
public final class LocalRun {
  /** The master of a run on Flink in this process. */
  private static final String HERE = "[local]";

  private LocalRun() {}

  /**
   * Sets what a run needs, where the user has not.
   *
   * @return the worker processes that it will have
   */
  public static int prepare(ProgramOptions options) {
    int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
    if (options.getRunner() == FlinkRunner.class) {
      FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
      if (FlinkCluster.isNamed(flink)) {
        SharedPaths.resolve(options);
        stageJarAlone(options);
      }
      return prepare(flink, cores);
    }
    if (options.getRunner() == DirectRunner.class) {
      DirectOptions direct = options.as(DirectOptions.class);
      // Both checks are for tests of transforms; they cost more than the work itself.
      direct.setEnforceImmutability(false);
      direct.setEnforceEncodability(false);
      direct.setTargetParallelism(cores);
    }
    if (Dataflow.isNamed(options)) {
      stageJarAlone(options);
      return Dataflow.prepare(options);
    }
    return 1;
  }

  /** Leaves what lies beside the jar for the sake of runs in this process where it is. */
  private static void stageJarAlone(PipelineOptions options) {
    FileStagingOptions staging = options.as(FileStagingOptions.class);
    String jar = LocalRun.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    if (staging.getFilesToStage() == null && jar.endsWith("/llm-i2i.jar")) {
      staging.setFilesToStage(List.of(jar));
    }
  }

  private static int prepare(FlinkPipelineOptions flink, int cores) {
    if (flink.getFlinkMaster().equals(LocalFlink.MASTER)) {
      flink.setFlinkMaster(HERE);
    }
    if (flink.getExecutionModeForBatch().equals("PIPELINED")) {
      // Pipelined exchange stalls on graphs with many side inputs (FLINK-10672).
      flink.setExecutionModeForBatch("BATCH_FORCED");
    }
    flink.setObjectReuse(true);
    flink.setFasterCopy(true);
    FlinkCluster cluster =
        FlinkCluster.isNamed(flink)
            ? FlinkCluster.at(flink.getFlinkMaster())
            : new FlinkCluster(1, cores);
    if (flink.getParallelism() < 1) {
      flink.setParallelism(cluster.slots());
    }
    return cluster.taskManagers();
  }

  /**
   * Runs to the end, and shows how far it is.
   *
   * @throws InputException if a part of the pipeline found that the input cannot be used
   */
  public static PipelineResult run(Pipeline pipeline) {
    try (ProgressLine progress = ProgressLine.start(where(pipeline.getOptions()))) {
      PipelineResult result =
          isFlinkHere(pipeline.getOptions())
              ? runOnFlinkHere(pipeline, pipeline.getOptions().as(FlinkPipelineOptions.class))
              : pipeline.run();
      PipelineResult.State state = result.waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("the pipeline ended as " + state);
      }
      return result;
    } catch (RuntimeException e) {
      // Runners wrap what a pipeline throws, each in layers of its own.
      throw Throwables.getCausalChain(e).stream()
          .filter(InputException.class::isInstance)
          .map(RuntimeException.class::cast)
          .findFirst()
          .orElse(e);
    }
  }

  private static boolean isFlinkHere(PipelineOptions options) {
    return options.getRunner() == FlinkRunner.class
        && options.as(FlinkPipelineOptions.class).getFlinkMaster().equals(HERE);
  }

  private static PipelineResult runOnFlinkHere(Pipeline pipeline, FlinkPipelineOptions options) {
    try (LocalFlink flink = LocalFlink.start(options)) {
      options.setFlinkMaster(LocalFlink.MASTER);
      return pipeline.run();
    } finally {
      options.setFlinkMaster(HERE);
    }
  }

  /** Whether a run of these options stays in this process. */
  public static boolean isHere(PipelineOptions options) {
    if (options.getRunner() == FlinkRunner.class) {
      return !FlinkCluster.isNamed(options.as(FlinkPipelineOptions.class));
    }
    return !Dataflow.isNamed(options);
  }

  private static String where(PipelineOptions options) {
    if (options.getRunner() == FlinkRunner.class) {
      FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
      if (FlinkCluster.isNamed(flink)) {
        return "running on " + flink.getFlinkMaster();
      }
    }
    return Dataflow.isNamed(options) ? "running on Dataflow" : "starting";
  }

  /**
   * As {@link #run(Pipeline)}; the folder of a run whose input cannot be used is discarded.
   *
   * @throws InputException if a part of the pipeline found that the input cannot be used
   */
  public static PipelineResult run(Pipeline pipeline, RunOutput output) {
    try {
      return run(pipeline);
    } catch (InputException e) {
      try {
        output.discard();
      } catch (IOException ofDiscard) {
        e.addSuppressed(ofDiscard);
      }
      throw e;
    }
  }
}
