package org.llmi2i.pipelines.report;

import static org.junit.Assert.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link Findings}: when a refinement has helped, and what is said of it. */
public class FindingsTest {
  @Test
  public void aTailThatRoseBeyondChanceWhileTheRestHeldIsALift() {
    assertEquals(Findings.Verdict.LIFT, Figured.lift().findings().verdict());
    assertEquals(
        "The refinement helps: tail recall@50 0.1000 to 0.1500 (+50 %, 95 % interval +10 % to"
            + " +90 %); recall@50 of all items 0.2000 to 0.2000 (+0 %, 95 % interval -5 % to +5"
            + " %); with random users in place of the model's, tail recall -20 %.",
        Figures.sentence(Figured.lift().findings()));
  }

  @Test
  public void aTailThatMayHaveRisenByChanceIsNoLift() {
    assertNoLift(
        Figured.lift().with(Variant.REFINED, "RecallDifference", 50, Slice.TAIL, 0.05, 0, 0.1));
    assertNoLift(
        Figured.lift().with(Variant.REFINED, "RecallDifference", 50, Slice.TAIL, 0.05, -0.01, 0.1));
  }

  @Test
  public void aTailWithoutIntervalIsNoLift() {
    assertNoLift(Figured.lift().with(Variant.REFINED, "RecallDifference", 50, Slice.TAIL, 0.05));
  }

  @Test
  public void whatRandomUsersBringTooIsNoLift() {
    assertNoLift(
        Figured.lift().with(Variant.REFINED, "RecallOverRandom", 50, Slice.TAIL, 0.02, 0, 0.04));
    assertNoLift(Figured.lift().without(Variant.REFINED, "RecallOverRandom", Slice.TAIL));
    assertEquals(
        Findings.Verdict.LIFT,
        Figured.lift()
            .with(Variant.REFINED, "RecallOverRandom", 50, Slice.TAIL, 0.02, 0.001, 0.04)
            .findings()
            .verdict());
  }

  @Test
  public void aLossOfOverallRecallBeyondOnePercentIsNoLift() {
    assertNoLift(
        Figured.lift()
            .with(Variant.REFINED, "RecallDifference", 50, Slice.ALL, -0.0021, -0.01, 0.01));
    assertEquals(
        Findings.Verdict.LIFT,
        Figured.lift()
            .with(Variant.REFINED, "RecallDifference", 50, Slice.ALL, -0.002, -0.01, 0.01)
            .findings()
            .verdict());
  }

  @Test
  public void simplerWaysAreSaidAndDoNotCount() {
    Findings findings =
        Figured.lift()
            .with(Variant.POPULARITY_CONTROL, "RecallLift", 50, Slice.TAIL, 0.8)
            .with(Variant.POPULARITY_CONTROL, "RecallLift", 50, Slice.ALL, -0.1)
            .with(Variant.TITLE_SIMILARITY, "RecallLift", 50, Slice.TAIL, 2)
            .with(Variant.TITLE_SIMILARITY, "RecallLift", 50, Slice.ALL, -0.3)
            .findings();
    assertEquals(Findings.Verdict.LIFT, findings.verdict());
    String sentence = Figures.sentence(findings);
    assertEquals(
        " with random users in place of the model's, tail recall -20 %, with the most active users"
            + " +80 % (of all items -10 %), by titles alone +200 % (of all items -30 %).",
        sentence.substring(sentence.lastIndexOf(';') + 1));
  }

  @Test
  public void noLiftIsSaid() {
    Findings findings =
        Figured.lift()
            .with(Variant.REFINED, "RecallDifference", 50, Slice.TAIL, 0.05)
            .with(Variant.REFINED, "RecallLift", 50, Slice.TAIL, 0.5)
            .without(Variant.RANDOM_CONTROL, "RecallLift", Slice.TAIL)
            .findings();
    assertEquals(
        "No lift: tail recall@50 0.1000 to 0.1500 (+50 %); recall@50 of all items 0.2000 to"
            + " 0.2000 (+0 %, 95 % interval -5 % to +5 %); with random users in place of the"
            + " model's, tail recall –.",
        Figures.sentence(findings));
  }

  @Test
  public void aRunWithoutFiguresIsNotMeasured() {
    for (Figured figured :
        new Figured[] {
          Figured.nothing(),
          Figured.lift().without(Variant.REFINED, "RecallDifference", Slice.TAIL),
          Figured.lift().without(Variant.REFINED, "RecallDifference", Slice.ALL),
          Figured.lift().without(Variant.BASE, "Recall", Slice.ALL)
        }) {
      assertEquals(Findings.Verdict.NOT_MEASURED, figured.findings().verdict());
    }
    assertEquals(
        "Not measured: no user of the train log has a new item in the holdout.",
        Figures.sentence(Figured.nothing().findings()));
  }

  @Test
  public void aMetricIsFoundByAllOfItsNames() {
    Findings findings =
        Figured.nothing()
            .with(Variant.REFINED, "RocAuc", null, Slice.ALL, 0.75)
            .with(Variant.REFINED, "Recall", 10, Slice.ALL, 0.25)
            .findings();
    assertEquals(
        Optional.of(0.75),
        findings.metric(Variant.REFINED, "RocAuc", null, Slice.ALL).map(Metric::getValue));
    assertEquals(
        Optional.of(0.25),
        findings.metric(Variant.REFINED, "Recall", 10, Slice.ALL).map(Metric::getValue));
    assertEquals(Optional.empty(), findings.metric(Variant.REFINED, "Recall", 50, Slice.ALL));
    assertEquals(Optional.empty(), findings.metric(Variant.REFINED, "Recall", 10, Slice.TAIL));
    assertEquals(Optional.empty(), findings.metric(Variant.BASE, "Recall", 10, Slice.ALL));
  }

  @Test
  public void aCountThatWasNotCountedIsZero() {
    Findings findings = Figured.nothing().counts(Map.of("a.b", 3L)).findings();
    assertEquals(3, findings.count("a.b"));
    assertEquals(0, findings.count("a.c"));
  }

  private static void assertNoLift(Figured figured) {
    assertEquals(Findings.Verdict.NO_LIFT, figured.findings().verdict());
  }
}
