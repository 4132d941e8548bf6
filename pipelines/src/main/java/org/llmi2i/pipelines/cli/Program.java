package org.llmi2i.pipelines.cli;

/** One program of the command line. */
public interface Program {

  /** What the user types to run it. */
  String name();

  /** What it does, in one line. */
  String summary();

  /** Its options. */
  Class<? extends ProgramOptions> options();

  /**
   * Runs it to the end.
   *
   * @param arguments options as {@code --name=value}
   * @throws IllegalArgumentException if the user has to change something; the message says what
   */
  void run(String[] arguments) throws Exception;
}
