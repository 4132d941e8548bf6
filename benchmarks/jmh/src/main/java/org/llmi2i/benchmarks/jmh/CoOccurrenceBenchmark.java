package org.llmi2i.benchmarks.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.llmi2i.cooccurrence.CoOccurrence;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.history.HistoryCoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole table from histories in memory, on the direct runner; the runner's own part is what
 * {@code none} takes, which only counts the histories.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class CoOccurrenceBenchmark {
  private static final int ITEMS = 10_000;
  private static final int EVENTS = 20;

  /** What to compute. */
  @Param({"none", "cosine", "swing"})
  public String similarity;

  /** How many users, each of 20 events. */
  @Param("5000")
  public int users;

  private List<History> histories;

  /** Draws items by a power law: the rank's density falls as its inverse. */
  @Setup
  public void draw() {
    Random random = new Random(42);
    histories = new ArrayList<>(users);
    for (int user = 0; user < users; user++) {
      List<Event> events = new ArrayList<>(EVENTS);
      for (int at = 0; at < EVENTS; at++) {
        int item = (int) Math.pow(ITEMS, random.nextDouble());
        events.add(new Event("item" + item, at, 1));
      }
      histories.add(History.of("user" + user, events, 42));
    }
  }

  /** Runs the pipeline. */
  @Benchmark
  public void table() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    var log = pipeline.apply("Histories", Create.of(histories).withCoder(HistoryCoder.of()));
    switch (similarity) {
      case "none" -> log.apply("Count", Count.globally());
      case "cosine" -> log.apply("Cosine", CoOccurrence.cosine().withK(100));
      case "swing" -> log.apply("Swing", CoOccurrence.swing().withK(100));
      default -> throw new IllegalArgumentException("similarity: " + similarity);
    }
    pipeline.run().waitUntilFinish();
  }
}
