package org.llmi2i.pipelines.frontier;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.llmi2i.pipelines.report.Curves;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link Measured} and {@link FrontierText}: which tables are compared, and what is told. */
public class MeasuredTest {
  private final List<Metric> metrics = new ArrayList<>();

  @Test
  public void ofBasesAndOfRefinedTablesWithinOnePercentOfTheBestBaseThoseOfMostTailMeet() {
    table(Variant.BASE, "a", 0.2, 0.02);
    table(Variant.BASE, "b", 0.199, 0.03); // Within 1 % of the best, and more of the tail.
    table(Variant.BASE, "c", 0.197, 0.09); // Costs recall of all.
    table(Variant.REFINED, "a", 0.21, 0.04);
    table(Variant.REFINED, "b", 0.1985, 0.05); // The same 1 %, though less than the base chosen.
    table(Variant.REFINED, "c", 0.197, 0.1); // Costs recall of all.
    assertEquals(new Measured.Pair("b", "b"), new Measured("bm25", metrics).best());
  }

  @Test
  public void whereEveryRefinedTableCostsRecallOfAllTheOneThatCostsLeastIsCompared() {
    table(Variant.BASE, "a", 0.2, 0.02);
    table(Variant.REFINED, "a", 0.18, 0.03);
    table(Variant.REFINED, "b", 0.17, 0.09);
    assertEquals(new Measured.Pair("a", "a"), new Measured("bm25", metrics).best());
  }

  @Test
  public void onTheFrontierIsWhatNothingBeatsInOneRecallWithoutLosingInTheOther() {
    Curves.Point most = new Curves.Point("a", 0.2, 0.01);
    Curves.Point tail = new Curves.Point("b", 0.1, 0.03);
    Curves.Point beaten = new Curves.Point("c", 0.1, 0.02);
    assertEquals(
        Arrays.asList(most, tail), FrontierText.frontier(Arrays.asList(beaten, tail, most)));
  }

  @Test
  public void whatIsComparedStandsWithItsIntervals() {
    table(Variant.BASE, "a", 0.2, 0.02);
    table(Variant.REFINED, "b", 0.21, 0.03);
    put(Variant.REFINED, "b", "RecallLift", Slice.TAIL, 0.5, 0.3);
    String text =
        FrontierText.of(
            List.of(new Measured("bm25", metrics)), List.of(new Measured.Pair("a", "b")));
    assertEquals(
        """
        | base, refined | tail recall@50 | recall@50 | recall@10 | NDCG@10 | GMV recall@50 |
        | --- | --- | --- | --- | --- | --- |
        | `a`, refined `b` | 0.0200 to 0.0300, +50 % (+20 % to +80 %) | 0.2000 to 0.2100 | – to – | – to – | – to – |

        In brackets: 95 % intervals of the change, each user paired; both settings were chosen on the end of train.

        **The frontiers of bm25**

        | | setting | recall@50 | tail recall@50 |
        | --- | --- | ---: | ---: |
        | base | `a` | 0.2000 | 0.0200 |
        | refined | `b` | 0.2100 | 0.0300 |
        """,
        text);
  }

  private void table(Variant variant, String setting, double all, double tail) {
    put(variant, setting, "Recall", Slice.ALL, all, null);
    put(variant, setting, "Recall", Slice.TAIL, tail, null);
  }

  private void put(
      Variant variant, String setting, String name, Slice slice, double value, Double width) {
    metrics.add(
        new Metric(
            "run",
            variant,
            setting,
            name,
            50,
            slice,
            value,
            width == null ? null : value - width,
            width == null ? null : value + width,
            9L));
  }
}
