package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;
import org.llmi2i.progress.StageClock;

/** {@link ProgressLine}: its text, of stages and times in milliseconds. */
public class ProgressLineTest {
  @Test
  public void beforeAnyRecordItIsStarting() {
    assertEquals("   0 s  starting", ProgressLine.text(List.of(), "starting", 1_000, 1_999));
    assertEquals(
        "   2 s  starting",
        ProgressLine.text(List.of(stage("Read", 0, 0, 0)), "starting", 1_000, 3_000));
  }

  @Test
  public void onAClusterTheStagesAreElsewhere() {
    assertEquals(
        "   2 s  running on localhost:8081",
        ProgressLine.text(List.of(), "running on localhost:8081", 0, 2_000));
  }

  @Test
  public void aStageAtWorkShowsItsRecordsAndTheirRate() {
    assertEquals(
        "  10 s  Read 12,000 (3,000/s)",
        ProgressLine.text(List.of(stage("Read", 6_000, 10_000, 12_000)), "starting", 0, 10_000));
  }

  @Test
  public void theRateOfTheFirstSecondIsNotExaggerated() {
    assertEquals(
        "   1 s  Read 500 (500/s)",
        ProgressLine.text(List.of(stage("Read", 900, 910, 500)), "starting", 0, 1_000));
  }

  @Test
  public void stagesAtWorkStandInTheOrderTheyBegan() {
    assertEquals(
        "  20 s  Read 100 (10/s)  Write 50 (10/s)",
        ProgressLine.text(
            List.of(stage("Write", 14_000, 19_000, 50), stage("Read", 9_000, 19_000, 100)),
            "starting",
            0,
            20_000));
  }

  @Test
  public void aStageThatRestedForThreeSecondsIsLeftOut() {
    List<StageClock.Progress> stages =
        List.of(stage("Read", 0, 17_000, 34), stage("Write", 10_000, 20_000, 50));
    assertEquals(
        "  20 s  Read 34 (2/s)  Write 50 (5/s)", ProgressLine.text(stages, "starting", 0, 20_000));
    assertEquals("  20 s  Write 50 (5/s)", ProgressLine.text(stages, "starting", 0, 20_001));
  }

  @Test
  public void whenAllRestTheLastOneShows() {
    assertEquals(
        " 100 s  Write 50 (5/s)",
        ProgressLine.text(
            List.of(stage("Read", 0, 17_000, 34), stage("Write", 10_000, 20_000, 50)),
            "starting",
            0,
            100_000));
  }

  private static StageClock.Progress stage(String name, long start, long last, long records) {
    return new StageClock.Progress(name, start, last, records);
  }
}
