package org.llmi2i.pipelines.publish;

import java.util.Optional;
import org.llmi2i.pipelines.report.Findings;

/** Whether a whole run becomes the latest, and what to tell if it does not. */
public enum QualityGate {
  /** If the refinement helped, as {@link Findings#verdict} has it. */
  GATE,
  /** Whatever was found. */
  ALWAYS,
  /** Only by hand. */
  NEVER;

  /** Whether a run of these findings is published. */
  public boolean opens(Findings findings) {
    return switch (this) {
      case GATE -> findings.verdict() == Findings.Verdict.LIFT;
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  /**
   * Why a run was not published, what serves instead, and how to publish it all the same.
   *
   * @param latest the run that is the latest
   * @param output as the user named it
   */
  public String told(Findings findings, Optional<String> latest, String output) {
    return "Not published, for "
        + reason(findings)
        + "; "
        + latest.map(run -> "run " + run + " stays the latest").orElse("there is no latest run yet")
        + ". To publish it all the same: ./i2i publish --output="
        + output
        + " --run="
        + findings.run().getRunId();
  }

  private String reason(Findings findings) {
    if (this == NEVER) {
      return "--publish=never";
    }
    return switch (findings.verdict()) {
      case NOT_MEASURED -> "nothing could be measured (a larger log or another --split may help)";
      default -> "the tables are no better than before";
    };
  }
}
