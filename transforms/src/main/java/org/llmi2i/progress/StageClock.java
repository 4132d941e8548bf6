package org.llmi2i.progress;

import java.io.Serializable;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Notes when a stage is at work, as a distribution of wall-clock times: its minimum is the stage's
 * start and its maximum the end, on whatever runner. A DoFn ticks when a bundle starts and ends.
 */
public final class StageClock implements Serializable {
  /** The name of the distribution; its namespace is the stage. */
  public static final String METRIC = "clockMillis";

  private final Distribution distribution;

  private StageClock(String stage) {
    distribution = Metrics.distribution(stage, METRIC);
  }

  /** The clock of a stage. */
  public static StageClock of(String stage) {
    return new StageClock(stage);
  }

  /** The stage is at work now. */
  public void tick() {
    distribution.update(System.currentTimeMillis());
  }
}
