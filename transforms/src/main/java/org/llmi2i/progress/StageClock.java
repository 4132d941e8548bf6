package org.llmi2i.progress;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Notes when a stage is at work, and on how many records.
 *
 * <p>The times go to a distribution of wall-clock milliseconds, whose minimum is the stage's start
 * and whose maximum is its end, on whatever runner. The same is kept for this JVM, where a local
 * run can show it while it lasts: {@link #inThisJvm}.
 */
public final class StageClock implements Serializable {
  /** The name of the distribution; its namespace is the stage. */
  public static final String METRIC = "clockMillis";

  private static final Map<String, Work> IN_THIS_JVM = new ConcurrentHashMap<>();

  private final String stage;
  private final Distribution distribution;

  private StageClock(String stage) {
    this.stage = stage;
    this.distribution = Metrics.distribution(stage, METRIC);
  }

  /** The clock of a stage. */
  public static StageClock of(String stage) {
    return new StageClock(stage);
  }

  /** The stage is at work now, and has done with so many more records. */
  public void tick(long records) {
    long now = System.currentTimeMillis();
    distribution.update(now);
    Work work = IN_THIS_JVM.computeIfAbsent(stage, name -> new Work(now));
    work.last.accumulateAndGet(now, Math::max);
    work.records.add(records);
  }

  private static final class Work {
    private final long first;
    private final AtomicLong last = new AtomicLong();
    private final LongAdder records = new LongAdder();

    Work(long first) {
      this.first = first;
    }
  }

  /**
   * What a stage has done in this JVM so far, over all runs.
   *
   * @param startMillis its first tick
   * @param lastMillis its last tick
   */
  public record Progress(String stage, long startMillis, long lastMillis, long records) {}

  /** All stages that have worked in this JVM, in no order. */
  public static List<Progress> inThisJvm() {
    return IN_THIS_JVM.entrySet().stream()
        .map(
            entry ->
                new Progress(
                    entry.getKey(),
                    entry.getValue().first,
                    entry.getValue().last.get(),
                    entry.getValue().records.sum()))
        .toList();
  }
}
