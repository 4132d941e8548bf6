package org.llmi2i.history;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.testing.Records;

/** {@link TimeDecay}: what is a half-life older than the end of the log counts half. */
public class TimeDecayTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void weightsHalveFromTheEndOfTheWholeLog() {
    List<History> log =
        List.of(
            new History("u", List.of(event("a", 0, 1), event("b", 20, 1))),
            new History("v", List.of(event("a", 10, 3), event("c", 15, 1))));

    PAssert.that(Records.histories(pipeline, "Log", log).apply(TimeDecay.halfLife(10)))
        .containsInAnyOrder(
            new History("u", List.of(event("a", 0, 0.25), event("b", 20, 1))),
            new History("v", List.of(event("a", 10, 1.5), event("c", 15, Math.pow(0.5, 0.5)))));
    pipeline.run();
  }

  @Test
  public void nothingDecaysToNothing() {
    PAssert.that(Records.histories(pipeline, "Log", List.of()).apply(TimeDecay.halfLife(10)))
        .empty();
    pipeline.run();
  }

  @Test
  public void aHalfLifeIsAboveZero() {
    for (double days : new double[] {0, -1, Double.NaN}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> TimeDecay.halfLife(days));
      assertEquals("halfLifeDays: must be above 0, got " + days, e.getMessage());
    }
  }

  private static Event event(String item, int day, double weight) {
    return new Event(item, TimeUnit.DAYS.toMicros(day), weight);
  }
}
