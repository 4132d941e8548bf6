package org.llmi2i.pipelines.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.llmi2i.progress.StageClock;

/**
 * Shows what a run in this process is at, until closed: the stages at work, their records and their
 * rate. On a terminal one line that changes every second, elsewhere a line every ten seconds.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long RECENT_MILLIS = 3_000;
  private static final int PLAIN_SECONDS = 10;
  private static final int WIDTH = 100;

  /** Said by the launcher, which knows where the error stream goes. */
  private final boolean terminal = Boolean.getBoolean("i2i.terminal");

  private final long started = System.currentTimeMillis();
  private final Thread thread = new Thread(this::show, "progress");
  private volatile boolean closed;

  private final String otherwise;

  private ProgressLine(String otherwise) {
    this.otherwise = otherwise;
  }

  /**
   * Starts to show.
   *
   * @param otherwise what to show while no stage is at work in this process
   */
  public static ProgressLine start(String otherwise) {
    ProgressLine line = new ProgressLine(otherwise);
    line.thread.setDaemon(true);
    line.thread.start();
    return line;
  }

  private void show() {
    try {
      for (int second = 1; !closed; second++) {
        Thread.sleep(1000);
        String text = text(StageClock.inThisJvm(), otherwise, started, System.currentTimeMillis());
        if (terminal && !closed) {
          System.err.printf("\r%-" + WIDTH + "." + WIDTH + "s", text);
        } else if (second % PLAIN_SECONDS == 0 && !closed) {
          System.err.println(text);
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** The line to show at a time: the stages at work, or else the one that was last. */
  static String text(List<StageClock.Progress> stages, String otherwise, long started, long now) {
    List<StageClock.Progress> begun = stages.stream().filter(stage -> stage.records() > 0).toList();
    long last = begun.stream().mapToLong(StageClock.Progress::lastMillis).max().orElse(0);
    String atWork =
        begun.stream()
            .filter(stage -> stage.lastMillis() >= Math.min(last, now - RECENT_MILLIS))
            .sorted(Comparator.comparingLong(StageClock.Progress::startMillis))
            .map(stage -> text(stage))
            .collect(Collectors.joining("  "));
    return String.format(
        Locale.ROOT, "%4d s  %s", (now - started) / 1000, atWork.isEmpty() ? otherwise : atWork);
  }

  private static String text(StageClock.Progress stage) {
    long millis = Math.max(1, stage.lastMillis() - stage.startMillis());
    return String.format(
        Locale.ROOT,
        "%s %,d (%,d/s)",
        stage.stage(),
        stage.records(),
        stage.records() * 1000 / Math.max(1000, millis));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    if (terminal) {
      System.err.printf("\r%" + WIDTH + "s\r", "");
    }
  }
}
