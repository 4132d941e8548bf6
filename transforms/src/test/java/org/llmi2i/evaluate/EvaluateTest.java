package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.testing.Records;

/**
 * {@link Evaluate} on a log that a reader can reckon with. Items: "a" and "b" are triggers, "h" is
 * head, "t" is tail, "c" is not in the catalogue. A metric is "variant metric slice" and its value.
 */
public class EvaluateTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final double SECOND = Math.log(2) / Math.log(3);

  private static final ItemStatistics[] CATALOG = {
    statistics("a"), statistics("b"), priced("h", 2.0), statistics("t", "T", ItemClass.TAIL)
  };

  /** The base knows of "h" only, and the refined table of "t" too, after "h". */
  private static final List<NeighborRow> BASE = List.of(row("a", "h", 1.0));

  private static final List<NeighborRow> REFINED = List.of(row("a", "h", 1.0, "t", 0.5));

  @Test
  public void theBaseAlone() {
    PAssert.that(measured(List.of(history("u", "a")), List.of(history("u", "h", "t")), BASE, null))
        .satisfies(
            metrics -> {
              assertValues(
                  metrics,
                  10,
                  Map.of(
                      "BASE Recall ALL", 0.5,
                      "BASE Recall HEAD", 1.0,
                      "BASE Recall TAIL", 0.0,
                      "BASE NDCG ALL", 1 / (1 + SECOND),
                      "BASE NDCG HEAD", 1.0,
                      "BASE NDCG TAIL", 0.0));
              return null;
            });
    pipeline.run();
  }

  /** u wants h and t, v wants t; the refined list is h, t and the base's is h. */
  @Test
  public void aRefinedTableAgainstTheBaseOverTwoUsers() {
    PAssert.that(
            measured(
                List.of(history("u", "a"), history("v", "a")),
                List.of(history("u", "h", "t"), history("v", "t")),
                BASE,
                REFINED))
        .satisfies(
            metrics -> {
              Map<String, Double> expected = new HashMap<>();
              expected.put("BASE Recall ALL", 0.25);
              expected.put("BASE Recall HEAD", 1.0);
              expected.put("BASE Recall TAIL", 0.0);
              expected.put("BASE NDCG ALL", 1 / (1 + SECOND) / 2);
              expected.put("BASE NDCG HEAD", 1.0);
              expected.put("BASE NDCG TAIL", 0.0);
              expected.put("REFINED Recall ALL", 1.0);
              expected.put("REFINED Recall HEAD", 1.0);
              expected.put("REFINED Recall TAIL", 1.0);
              expected.put("REFINED NDCG ALL", (1 + SECOND) / 2);
              expected.put("REFINED NDCG HEAD", 1.0);
              expected.put("REFINED NDCG TAIL", SECOND);
              expected.put("REFINED RecallDifference ALL", 0.75);
              expected.put("REFINED RecallDifference HEAD", 0.0);
              expected.put("REFINED RecallDifference TAIL", 1.0);
              expected.put("REFINED RecallLift ALL", 3.0);
              expected.put("REFINED RecallLift HEAD", 0.0);
              expected.put("REFINED NDCGDifference HEAD", 0.0);
              expected.put("REFINED NDCGDifference TAIL", SECOND);
              expected.put("REFINED NDCGDifference ALL", (1 + SECOND) / 2 - 1 / (1 + SECOND) / 2);
              expected.put("REFINED NDCGLift ALL", (1 + SECOND) * (1 + SECOND) - 1);
              expected.put("REFINED NDCGLift HEAD", 0.0);
              // The only head user is u, who gains nothing there; in the tail all users gain.
              expected.put("REFINED RecallPValue HEAD", 1.0);
              expected.put("REFINED NDCGPValue HEAD", 1.0);
              for (String slice : List.of("ALL", "TAIL")) {
                expected.put("REFINED RecallPValue " + slice, 2.0 / 1001);
                expected.put("REFINED NDCGPValue " + slice, 2.0 / 1001);
              }
              assertValues(metrics, 10, expected);
              assertValues(metrics, 50, expected);
              return null;
            });
    pipeline.run();
  }

  /** One user who finds the one head item that they want: all that is said of the base. */
  @Test
  public void everyMetricNamesItsRunItsUsersAndItsInterval() {
    List<Metric> expected = new ArrayList<>();
    for (int k : List.of(10, 50, 100)) {
      for (String metric :
          List.of("Recall", "CalibratedRecall", "NDCG", "HitRate", "MRR", "MAP", "GMVRecall")) {
        expected.add(certain(metric, k, Slice.ALL));
        expected.add(certain(metric, k, Slice.HEAD));
      }
      // One of four items has the only place; it is no tail item.
      expected.add(overall("Coverage", k, 0.25));
      expected.add(overall("Gini", k, 0.75));
      expected.add(overall("TailShare", k, 0.0));
    }
    expected.add(certain("RN", null, Slice.ALL));
    expected.add(certain("TriggersWithRow", null, Slice.ALL));
    PAssert.that(measured(List.of(history("u", "a")), List.of(history("u", "h")), BASE, null))
        .containsInAnyOrder(expected);
    pipeline.run();
  }

  /** The random control finds t as well as the refined table: nothing is over random. */
  @Test
  public void theRefinedTableIsAlsoComparedToTheRandomControl() {
    Evaluate evaluate =
        evaluate(pipeline, List.of(history("u", "h", "t")), BASE, REFINED)
            .withTable(Variant.RANDOM_CONTROL, "swing", table(pipeline, "Random", REFINED));
    PAssert.that(
            Records.histories(pipeline, "Train", List.of(history("u", "a")))
                .apply("Evaluate", evaluate))
        .satisfies(
            metrics -> {
              Map<String, Double> over = new TreeMap<>();
              for (Metric metric : metrics) {
                if (metric.getMetric().equals("RecallOverRandom") && metric.getK() == 50) {
                  over.put(metric.getVariant() + " " + metric.getSlice(), metric.getValue());
                }
              }
              assertEquals(
                  Map.of("REFINED ALL", 0.0, "REFINED HEAD", 0.0, "REFINED TAIL", 0.0), over);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aSliceCountsTheUsersWhoHaveAnyOfIt() {
    PAssert.that(
            measured(
                List.of(history("u", "a"), history("v", "a"), history("w", "a")),
                List.of(history("u", "h", "t"), history("v", "t"), history("w", "h")),
                BASE,
                null))
        .satisfies(
            metrics -> {
              for (Metric metric : metrics) {
                // Only h has a price, and two users want it.
                boolean all =
                    metric.getSlice() == Slice.ALL && !metric.getMetric().equals("GMVRecall");
                assertEquals(metric.toString(), all ? 3L : 2L, metric.getN());
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  public void anItemThatNoTableCanKnowStaysRelevant() {
    PAssert.that(measured(List.of(history("u", "a")), List.of(history("u", "h", "c")), BASE, null))
        .satisfies(
            metrics -> {
              assertValues(
                  metrics,
                  10,
                  Map.of(
                      "BASE Recall ALL", 0.5,
                      "BASE Recall HEAD", 1.0,
                      "BASE Recall COLD", 0.0,
                      "BASE NDCG ALL", 1 / (1 + SECOND),
                      "BASE NDCG HEAD", 1.0,
                      "BASE NDCG COLD", 0.0));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void whatAUserHadAlreadyIsNotRelevant() {
    PAssert.that(
            measured(
                List.of(history("u", "a", "b"), history("v", "a")),
                List.of(history("u", "b", "a"), history("v", "a", "h", "h")),
                BASE,
                null))
        .satisfies(
            metrics -> {
              assertValues(
                  metrics,
                  10,
                  Map.of(
                      "BASE Recall ALL", 1.0,
                      "BASE Recall HEAD", 1.0,
                      "BASE NDCG ALL", 1.0,
                      "BASE NDCG HEAD", 1.0));
              metrics.forEach(metric -> assertEquals("v alone counts", 1L, metric.getN()));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void withoutUsersToMeasureThereIsNoMetric() {
    PAssert.that(
            measured(
                List.of(history("has nothing new", "a"), history("is not in the holdout", "a")),
                List.of(history("has nothing new", "a"), history("is not in train", "h")),
                BASE,
                REFINED))
        .empty();
    pipeline.run();
  }

  @Test
  public void onlyTheLastItemsAreTriggers() {
    PCollection<Metric> metrics =
        Records.histories(pipeline, "Train", List.of(history("u", "a", "b")))
            .apply(
                "Evaluate",
                evaluate(pipeline, List.of(history("u", "h")), BASE, null).withTriggers(1));
    PAssert.that(metrics)
        .satisfies(
            values -> {
              assertValues(
                  values,
                  10,
                  Map.of(
                      "BASE Recall ALL", 0.0,
                      "BASE Recall HEAD", 0.0,
                      "BASE NDCG ALL", 0.0,
                      "BASE NDCG HEAD", 0.0));
              return null;
            });
    pipeline.run();
  }

  /** Eleven neighbors are before "z". */
  @Test
  public void listsOf10And50() {
    NeighborRow long12 =
        new NeighborRow(
            "a",
            IntStream.range(0, 12)
                .mapToObj(i -> new NeighborRow.Entry(i == 11 ? "z" : "n" + i, 12.0 - i, 1))
                .toList());
    PAssert.that(
            measured(List.of(history("u", "a")), List.of(history("u", "z")), List.of(long12), null))
        .satisfies(
            metrics -> {
              assertValues(
                  metrics,
                  10,
                  Map.of(
                      "BASE Recall ALL", 0.0,
                      "BASE Recall COLD", 0.0,
                      "BASE NDCG ALL", 0.0,
                      "BASE NDCG COLD", 0.0));
              assertValues(
                  metrics,
                  50,
                  Map.of(
                      "BASE Recall ALL",
                      1.0,
                      "BASE Recall COLD",
                      1.0,
                      "BASE NDCG ALL",
                      Math.log(2) / Math.log(13),
                      "BASE NDCG COLD",
                      Math.log(2) / Math.log(13)));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aTableIsNeeded() {
    pipeline.enableAbandonedNodeEnforcement(false);
    Evaluate evaluate =
        Evaluate.of(
            Records.histories(pipeline, "Holdout", List.of()),
            Records.catalog(pipeline, CATALOG),
            "run-1");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> evaluate.expand(Records.histories(pipeline, "Train", List.of())));
    assertEquals("table: at least one is needed, got none", e.getMessage());
  }

  @Test
  public void aTableCannotStandBesideItself() {
    pipeline.enableAbandonedNodeEnforcement(false);
    Evaluate evaluate = evaluate(pipeline, List.of(), BASE, null);
    PCollection<NeighborRow> again = table(pipeline, "Again", BASE);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> evaluate.withTable(Variant.BASE, "swing", again));
    assertEquals("table: BASE swing is there already", e.getMessage());
  }

  private static ItemStatistics priced(String item, double price) {
    return ItemStatistics.newBuilder(statistics(item)).setPrice(price).build();
  }

  private PCollection<Metric> measured(
      List<History> train,
      List<History> holdout,
      List<NeighborRow> base,
      List<NeighborRow> refined) {
    return Records.histories(pipeline, "Train", train)
        .apply("Evaluate", evaluate(pipeline, holdout, base, refined));
  }

  private static Evaluate evaluate(
      Pipeline pipeline, List<History> holdout, List<NeighborRow> base, List<NeighborRow> refined) {
    Evaluate evaluate =
        Evaluate.of(
                Records.histories(pipeline, "Holdout", holdout),
                Records.catalog(pipeline, CATALOG),
                "run-1")
            .withTable(Variant.BASE, "swing", table(pipeline, "Base", base));
    return refined == null
        ? evaluate
        : evaluate.withTable(Variant.REFINED, "swing", table(pipeline, "Refined", refined));
  }

  private static PCollection<NeighborRow> table(
      Pipeline pipeline, String name, List<NeighborRow> rows) {
    return pipeline.apply(name, Create.of(rows).withCoder(NeighborRowCoder.of()));
  }

  /** Recall and NDCG at one k, and what follows from them, are these and no others. */
  private static void assertValues(Iterable<Metric> metrics, int k, Map<String, Double> expected) {
    Map<String, Double> values = new TreeMap<>();
    for (Metric metric : metrics) {
      boolean asked = metric.getMetric().matches("(Recall|NDCG)(|Difference|Lift|PValue)");
      if (asked && Objects.equals(metric.getK(), k)) {
        values.put(
            metric.getVariant() + " " + metric.getMetric() + " " + metric.getSlice(),
            metric.getValue());
      }
    }
    assertEquals(new TreeMap<>(expected).keySet(), values.keySet());
    // Of so few users some resamples draw none, and do not count.
    expected.forEach(
        (name, value) ->
            assertEquals(name, value, values.get(name), name.contains("PValue") ? 1e-3 : 1e-12));
  }

  /** A figure of 1 over one user, who is certain of themselves. */
  private static Metric certain(String metric, @Nullable Integer k, Slice slice) {
    return new Metric("run-1", Variant.BASE, "swing", metric, k, slice, 1.0, 1.0, 1.0, 1L);
  }

  /** A figure of all lists together. */
  private static Metric overall(String metric, int k, double value) {
    return new Metric("run-1", Variant.BASE, "swing", metric, k, Slice.ALL, value, null, null, 1L);
  }

  private static NeighborRow row(String item, Object... neighbors) {
    List<NeighborRow.Entry> entries = new ArrayList<>();
    for (int i = 0; i < neighbors.length; i += 2) {
      entries.add(new NeighborRow.Entry((String) neighbors[i], (Double) neighbors[i + 1], 1));
    }
    return new NeighborRow(item, entries);
  }
}
