package org.llmi2i.pipelines.publish;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link QualityGate}: what must hold before a run serves. */
public class QualityGateTest {
  private static final Findings NOTHING = new Findings(List.of(), run());

  private static Run run() {
    Run run = new Run();
    run.setRunId("20240101T000000000");
    return run;
  }

  /** Recall of all items .2 in the base, and changes by the refinement. */
  private static Findings findings(double tail, double tailLow, double all) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(metric(Variant.BASE, "Recall", Slice.ALL, 0.2, null));
    metrics.add(metric(Variant.REFINED, "RecallDifference", Slice.TAIL, tail, tailLow));
    metrics.add(metric(Variant.REFINED, "RecallOverRandom", Slice.TAIL, tail, tailLow));
    metrics.add(metric(Variant.REFINED, "RecallDifference", Slice.ALL, all, null));
    return new Findings(metrics, run());
  }

  private static Metric metric(
      Variant variant, String name, Slice slice, double value, Double low) {
    return new Metric("r", variant, "cosine", name, 50, slice, value, low, null, 100L);
  }

  @Test
  public void theGateOpensForALiftAlone() {
    assertTrue(QualityGate.GATE.opens(findings(0.01, 0.005, 0)));
    assertFalse("by chance", QualityGate.GATE.opens(findings(0.01, -0.005, 0)));
    assertFalse("at the cost of the rest", QualityGate.GATE.opens(findings(0.01, 0.005, -0.1)));
    assertFalse("not measured", QualityGate.GATE.opens(NOTHING));
  }

  @Test
  public void alwaysAndNeverDoNotLook() {
    assertTrue(QualityGate.ALWAYS.opens(NOTHING));
    assertFalse(QualityGate.NEVER.opens(findings(0.01, 0.005, 0)));
  }

  @Test
  public void theUserIsToldWhyWhatServesAndWhatToDo() {
    String command =
        " To publish it all the same: ./i2i publish --output=out --run=20240101T000000000";
    assertEquals(
        "Not published, for the tables are no better than before; run r1 stays the latest."
            + command,
        QualityGate.GATE.told(findings(0, 0, 0), Optional.of("r1"), "out"));
    assertEquals(
        "Not published, for nothing could be measured (a larger log or another --split may help);"
            + " there is no latest run yet."
            + command,
        QualityGate.GATE.told(NOTHING, Optional.empty(), "out"));
    assertEquals(
        "Not published, for --publish=never; run r1 stays the latest." + command,
        QualityGate.NEVER.told(NOTHING, Optional.of("r1"), "out"));
  }
}
