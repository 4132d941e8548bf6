package org.llmi2i.pipelines.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.beam.runners.dataflow.options.DataflowPipelineDebugOptions;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Strings;

/** What a run on Dataflow needs of its options. */
public final class Dataflow {
  /** As many share the pace of a language model: Dataflow's own limit, 1000, would starve each. */
  static final int MOST_WORKERS = 20;

  /** 4 GB a core: a block of items, its histories and a model's encoder fit beside each other. */
  static final String MACHINE = "n2-standard-4";

  private Dataflow() {}

  /** Whether arguments name this runner. */
  static boolean isNamed(String[] arguments) {
    return Arrays.stream(arguments)
        .map(argument -> argument.toLowerCase(Locale.ROOT))
        .anyMatch(word -> word.matches("--runner=dataflow(runner)?"));
  }

  /** Whether options name this runner, whose classes are not loaded for the question. */
  public static boolean isNamed(PipelineOptions options) {
    return options.getRunner().getSimpleName().equals("DataflowRunner");
  }

  /** This runner's options. */
  static List<Class<? extends PipelineOptions>> options() {
    return List.of(DataflowPipelineOptions.class, DataflowPipelineDebugOptions.class);
  }

  /**
   * Sets what the user has not.
   *
   * @return the workers that there will be at most
   * @throws IllegalArgumentException if the runner lacks an option
   */
  static int prepare(ProgramOptions options) {
    DataflowPipelineOptions dataflow = options.as(DataflowPipelineOptions.class);
    required("project", dataflow.getProject(), "the Google Cloud project that pays");
    required("region", dataflow.getRegion(), "where the workers run, such as europe-west4");
    required("tempLocation", dataflow.getTempLocation(), "a folder such as gs://bucket/temp");
    if (dataflow.getMaxNumWorkers() == 0) {
      dataflow.setMaxNumWorkers(Math.max(MOST_WORKERS, dataflow.getNumWorkers()));
    }
    if (Strings.isNullOrEmpty(dataflow.getWorkerMachineType())) {
      dataflow.setWorkerMachineType(MACHINE);
    }
    return dataflow.getMaxNumWorkers();
  }

  private static void required(String name, String value, String what) {
    if (Strings.isNullOrEmpty(value)) {
      throw new IllegalArgumentException(name + ": --runner=DataflowRunner needs " + what);
    }
  }

  /**
   * Refuses a place that Dataflow's workers cannot see.
   *
   * @throws IllegalArgumentException if a run on Dataflow names a file or folder of this machine
   */
  public static void requireShared(PipelineOptions options, String name, String place) {
    if (isNamed(options) && !place.isEmpty() && !place.matches("(?s)(gs://|bigquery:).*")) {
      throw new IllegalArgumentException(
          name
              + ": Dataflow's workers see no disk of this machine; name gs://bucket/... or"
              + " bigquery:..., got "
              + place);
    }
  }
}
