package org.llmi2i.pipelines.template;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.refine.RefineOptions;
import org.llmi2i.pipelines.refine.RefineProgram;

/**
 * The main of the flex template: starts the main job on Dataflow and returns, as templates must.
 *
 * <p>The launcher gives Dataflow's options beside the parameters, and the runner.
 */
public final class RefineTemplate {
  private RefineTemplate() {}

  public static void main(String[] arguments) throws IOException {
    RefineProgram.start(Options.parse(RefineOptions.class, withRunner(arguments)));
  }

  static String[] withRunner(String[] arguments) {
    boolean named = Arrays.stream(arguments).anyMatch(word -> word.startsWith("--runner="));
    return named
        ? arguments
        : Stream.concat(Stream.of("--runner=DataflowRunner"), Arrays.stream(arguments))
            .toArray(String[]::new);
  }
}
