package org.llmi2i.pipelines;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.llmi2i.pipelines.ablate.AblateProgram;
import org.llmi2i.pipelines.base.TuneBaseProgram;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.demo.DemoProgram;
import org.llmi2i.pipelines.estimate.EstimateProgram;
import org.llmi2i.pipelines.evaluate.EvaluateProgram;
import org.llmi2i.pipelines.frontier.FrontierProgram;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.model.ModelProgram;
import org.llmi2i.pipelines.publish.PublishProgram;
import org.llmi2i.pipelines.refine.RefineProgram;
import org.llmi2i.pipelines.table.TableProgram;
import org.llmi2i.pipelines.tuning.TuneProgram;
import org.llmi2i.pipelines.tuning.TuningDataProgram;

/** The command line: {@code ./i2i <program> --option=value ...}. */
public final class Main {
  private static final int USAGE_ERROR = 2;
  private static final int FAILURE = 1;

  private static final List<Program> PROGRAMS =
      List.of(
          new DemoProgram(),
          new RefineProgram(),
          new PublishProgram(),
          new TableProgram(),
          new TuneBaseProgram(),
          new AblateProgram(),
          new FrontierProgram(),
          new EvaluateProgram(),
          new EstimateProgram(),
          new TuningDataProgram(),
          new TuneProgram(),
          new GenerateProgram(),
          new ModelProgram());

  private Main() {}

  public static void main(String[] arguments) {
    int status = run(arguments);
    // Runners leave threads behind that would keep the process alive.
    System.exit(status);
  }

  private static int run(String[] arguments) {
    List<String> words = Arrays.asList(arguments);
    if (words.isEmpty() || words.get(0).equals("--help") || words.get(0).equals("help")) {
      System.out.print(usage());
      return words.isEmpty() ? USAGE_ERROR : 0;
    }
    Program program =
        PROGRAMS.stream()
            .filter(known -> known.name().equals(words.get(0)))
            .findFirst()
            .orElse(null);
    if (program == null) {
      System.err.println(
          words.get(0)
              + " is no program; there are "
              + PROGRAMS.stream().map(Program::name).collect(Collectors.joining(", ")));
      return USAGE_ERROR;
    }
    if (words.contains("--help")) {
      System.out.print(Options.help(program));
      return 0;
    }
    return run(program, words.subList(1, words.size()).toArray(String[]::new));
  }

  private static int run(Program program, String[] arguments) {
    boolean verbose = isVerbose(arguments);
    if (verbose) {
      System.setProperty("org.slf4j.simpleLogger.log.org.apache.flink", "error");
      System.setProperty("org.slf4j.simpleLogger.log.org.apache.beam.runners.flink", "error");
    }
    try {
      program.run(arguments);
      return 0;
    } catch (Exception e) {
      boolean usage = e instanceof IllegalArgumentException;
      System.err.println("i2i " + program.name() + ": " + message(e));
      if (verbose) {
        e.printStackTrace();
      } else if (!usage) {
        System.err.println("(--verbose shows where)");
      }
      return usage ? USAGE_ERROR : FAILURE;
    }
  }

  /** Whether the log and the trace of an error are wanted: asked before options can be read. */
  private static boolean isVerbose(String[] arguments) {
    return Arrays.stream(arguments)
        .anyMatch(word -> word.equals("--verbose") || word.equals("--verbose=true"));
  }

  /** The message of the innermost cause: what wraps it are layers of runners. */
  private static String message(Throwable e) {
    if (e instanceof IllegalArgumentException) {
      return e.getMessage();
    }
    Throwable at = e;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.toString() : at.getMessage();
  }

  private static String usage() {
    StringBuilder usage = new StringBuilder("./i2i <program> --option=value ...\n\n");
    for (Program program : PROGRAMS) {
      usage.append(String.format("  %-12s %s%n", program.name(), program.summary()));
    }
    return usage.append("\n./i2i <program> --help lists its options.\n").toString();
  }
}
