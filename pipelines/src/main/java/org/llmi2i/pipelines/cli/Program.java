package org.llmi2i.pipelines.cli;

/** One program of the command line. */
public interface Program {

  /** What the user types to run it. */
  String name();

  /**
   * What may stand between the name and the options, such as {@code [name]}; empty if nothing may.
   */
  default String word() {
    return "";
  }

  /** What it does, in one line. */
  String summary();

  /** Its options. */
  Class<? extends ProgramOptions> options();

  /**
   * Runs it to the end.
   *
   * @param arguments options as {@code --name=value}, and {@link #word} if the program knows one
   * @throws IllegalArgumentException if the user has to change something; the message says what
   */
  void run(String[] arguments) throws Exception;
}
