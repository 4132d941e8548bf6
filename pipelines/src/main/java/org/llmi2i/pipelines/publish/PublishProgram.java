package org.llmi2i.pipelines.publish;

import java.io.IOException;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** Makes a run the latest: one that the gate held back, or an earlier one, to put it back. */
public final class PublishProgram implements Program {
  @Override
  public String name() {
    return "publish";
  }

  @Override
  public String summary() {
    return "Make a run the latest: one that the gate held back, or put back an earlier one.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return PublishOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    publish(Options.parse(PublishOptions.class, arguments));
  }

  /**
   * Publishes the run.
   *
   * @throws IllegalArgumentException if there is no such run, or it is not whole
   */
  public static void publish(PublishOptions options) throws IOException {
    if (!RunOutput.RUN_ID.matcher(options.getRun()).matches()) {
      throw new IllegalArgumentException(
          "run: must be the name of a run, such as 20251101T020304567, got " + options.getRun());
    }
    RunOutput output = RunOutput.of(options.getOutput(), options.getRun(), options);
    String before = output.latest().map(run -> " (before: " + run + ")").orElse("");
    System.out.println(output.publish() + " now shows run " + options.getRun() + before);
  }
}
