package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.synthetic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;
import org.llmi2i.testing.Records;

/** {@link SyntheticPrecision} of logs that a reader can count. */
public class SyntheticPrecisionTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final String RUN = "run 1";

  /** u takes t later, and not s; v takes something else. So one of three came true. */
  @Test
  public void theShareOfPairsThatAreInTheHoldout() {
    PCollection<Metric> metrics =
        histories("Train", history("u", "a"), history("v", "a"))
            .apply(
                looking(history("u", "t"), history("v", "h"))
                    .withKept(
                        Variant.REFINED,
                        written(
                            "Kept",
                            synthetic("u", "t", 4),
                            synthetic("u", "s", 4),
                            synthetic("v", "t", 4))));
    PAssert.that(metrics)
        .satisfies(
            found -> {
              Metric share = only(found);
              assertEquals(RUN, share.getRunId());
              assertEquals(Variant.REFINED, share.getVariant());
              assertEquals("cosine", share.getSimilarity());
              assertEquals("SyntheticPrecision", share.getMetric());
              assertEquals(null, share.getK());
              assertEquals(Slice.ALL, share.getSlice());
              assertEquals(1.0 / 3, share.getValue(), 1e-15);
              assertEquals(3, share.getN());
              // Resamples without u have none of one, those without v one of two.
              assertEquals(0, share.getCiLow(), 0);
              assertEquals(0.5, share.getCiHigh(), 0);
              return null;
            });
    pipeline.run();
  }

  /** 400 users, each with one interaction, of which every second came true. */
  @Test
  public void theIntervalIsThatOfUsersDrawnAgain() {
    List<History> train = new ArrayList<>();
    List<History> holdout = new ArrayList<>();
    List<Interaction> kept = new ArrayList<>();
    for (int user = 0; user < 400; user++) {
      train.add(history("user " + user, "a"));
      holdout.add(history("user " + user, user % 2 == 0 ? "t" : "h"));
      kept.add(synthetic("user " + user, "t", 4));
    }
    PAssert.that(
            histories("Train", train.toArray(History[]::new))
                .apply(
                    looking(holdout.toArray(History[]::new))
                        .withKept(
                            Variant.REFINED, written("Kept", kept.toArray(Interaction[]::new)))))
        .satisfies(
            found -> {
              Metric share = only(found);
              assertEquals(0.5, share.getValue(), 0);
              assertEquals(400, share.getN());
              assertEquals(0.5 - 1.96 * 0.025, share.getCiLow(), 0.008);
              assertEquals(0.5 + 1.96 * 0.025, share.getCiHigh(), 0.008);
              return null;
            });
    pipeline.run();
  }

  /** Resamples of one user, or of users of whom none has a hit, are all the same. */
  @Test
  public void whereUsersDoNotDifferThereIsNoInterval() {
    PCollection<Metric> metrics =
        histories("Train", history("u", "a"), history("v", "a"))
            .apply(
                looking(history("u", "t"), history("v", "h"))
                    .withKept(
                        Variant.REFINED,
                        written("Kept", synthetic("u", "t", 4), synthetic("u", "s", 4)))
                    .withDropped(
                        written("Dropped", synthetic("u", "r", 4), synthetic("v", "r", 4))));
    PAssert.that(metrics)
        .satisfies(
            found -> {
              assertEquals(
                  List.of(
                      "REFINED DroppedPrecision 0.0 of 2", "REFINED SyntheticPrecision 0.5 of 2"),
                  texts(found));
              for (Metric share : found) {
                assertNull(share.getCiLow());
                assertNull(share.getCiHigh());
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  public void everySetHasItsShare() {
    assertShares(
        histories("Train", history("u", "a"), history("v", "a"))
            .apply(
                looking(history("u", "t"), history("v", "t"))
                    .withKept(
                        Variant.REFINED,
                        written("Kept", synthetic("u", "t", 4), synthetic("v", "t", 4)))
                    .withKept(
                        Variant.RANDOM_CONTROL,
                        written("Random", synthetic("u", "s", 4), synthetic("v", "t", 4)))
                    .withDropped(written("Dropped", synthetic("u", "s", 4)))),
        "RANDOM_CONTROL SyntheticPrecision 0.5 of 2",
        "REFINED DroppedPrecision 0.0 of 1",
        "REFINED SyntheticPrecision 1.0 of 2");
  }

  /**
   * x is not in the holdout; y takes there only what y had; z is not in train; u has a already, and
   * is given t twice. What counts is u with t.
   */
  @Test
  public void whatCannotBeKnownDoesNotCount() {
    assertShares(
        histories("Train", history("u", "a"), history("x", "a"), history("y", "a"))
            .apply(
                looking(history("u", "a", "t"), history("y", "a"), history("z", "t"))
                    .withKept(
                        Variant.REFINED,
                        written(
                            "Kept",
                            synthetic("u", "a", 4),
                            synthetic("u", "t", 4),
                            synthetic("u", "t", 5),
                            synthetic("x", "t", 4),
                            synthetic("y", "t", 4),
                            synthetic("z", "t", 4)))),
        "REFINED SyntheticPrecision 1.0 of 1");
  }

  /** The holdout may have a user's interactions in several histories. */
  @Test
  public void aHoldoutMayComeInParts() {
    assertShares(
        histories("Train", history("u", "a"))
            .apply(
                looking(history("u", "t"), history("u", "s"))
                    .withKept(
                        Variant.REFINED,
                        written(
                            "Kept",
                            synthetic("u", "s", 4),
                            synthetic("u", "t", 4),
                            synthetic("u", "r", 4),
                            synthetic("u", "q", 4)))),
        "REFINED SyntheticPrecision 0.5 of 4");
  }

  @Test
  public void nothingWrittenHasNoShare() {
    PAssert.that(
            histories("Train", history("u", "a"))
                .apply(looking(history("u", "t")).withKept(Variant.REFINED, written("Kept"))))
        .empty();
    PAssert.that(
            histories("No train")
                .apply(
                    "Nobody",
                    SyntheticPrecision.of(histories("No holdout"), "cosine", RUN)
                        .withKept(Variant.REFINED, written("Lost", synthetic("u", "t", 4)))))
        .empty();
    pipeline.run();
  }

  /** Users arrive in other orders and bundles: sums of whole numbers do not mind. */
  @Test
  public void theOrderOfArrivalChangesNothing() {
    PCollection<Metric> there = looked("There", 0, UnaryOperator.identity());
    PCollection<Metric> back = looked("Back", 0, SyntheticPrecisionTest::reversed);
    PAssert.that(PCollectionList.of(there).and(back).apply(Flatten.pCollections()))
        .satisfies(
            found -> {
              List<Metric> both = list(found);
              assertEquals(2, both.size());
              assertEquals(both.get(0), both.get(1));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void theSeedDrawsOtherUsers() {
    PCollection<Metric> one = looked("One", 1, UnaryOperator.identity());
    PCollection<Metric> other = looked("Other", 2, UnaryOperator.identity());
    PAssert.that(PCollectionList.of(one).and(other).apply(Flatten.pCollections()))
        .satisfies(
            found -> {
              List<Metric> both = list(found);
              assertEquals(both.get(0).getValue(), both.get(1).getValue(), 0);
              assertNotEquals(both.get(0).getCiLow(), both.get(1).getCiLow());
              return null;
            });
    pipeline.run();
  }

  @Test
  public void badSettingsAreNamed() {
    PCollection<History> train = histories("Train", history("u", "a"));
    SyntheticPrecision none = looking(history("u", "t"));
    assertEquals(
        "synthetic: at least one set is needed, got none",
        assertThrows(IllegalArgumentException.class, () -> train.apply("None", none)).getMessage());
    PCollection<Interaction> kept = written("Kept", synthetic("u", "t", 4));
    SyntheticPrecision one = none.withKept(Variant.REFINED, kept);
    assertEquals(
        "synthetic: REFINED SyntheticPrecision is there already",
        assertThrows(IllegalArgumentException.class, () -> one.withKept(Variant.REFINED, kept))
            .getMessage());
    assertEquals(2, one.withDropped(kept).names().size());
    pipeline.enableAbandonedNodeEnforcement(false);
  }

  /** Runs the pipeline. */
  private void assertShares(PCollection<Metric> metrics, String... shares) {
    PAssert.that(metrics)
        .satisfies(
            found -> {
              assertEquals(List.of(shares), texts(found));
              return null;
            });
    pipeline.run();
  }

  private SyntheticPrecision looking(History... holdout) {
    return SyntheticPrecision.of(histories("Holdout", holdout), "cosine", RUN);
  }

  private PCollection<History> histories(String name, History... histories) {
    return Records.histories(pipeline, name, List.of(histories));
  }

  private PCollection<Interaction> written(String name, Interaction... interactions) {
    return Records.create(pipeline, name, Interaction.class, List.of(interactions));
  }

  /** The share of 200 interactions of 200 users, all of them in this order. */
  private PCollection<Metric> looked(String name, long seed, UnaryOperator<List<Integer>> order) {
    List<History> train = new ArrayList<>();
    List<History> holdout = new ArrayList<>();
    List<Interaction> kept = new ArrayList<>();
    for (int i : order.apply(IntStream.range(0, 200).boxed().toList())) {
      train.add(history("user " + i, "a"));
      holdout.add(history("user " + i, "item " + i % 7));
      kept.add(synthetic("user " + i * 3 % 200, "item " + i * i % 11, 4));
    }
    return Records.histories(pipeline, name + " train", train)
        .apply(
            name,
            SyntheticPrecision.of(
                    Records.histories(pipeline, name + " holdout", holdout), "cosine", RUN)
                .withSeed(seed)
                .withKept(
                    Variant.REFINED,
                    Records.create(pipeline, name + " kept", Interaction.class, kept)));
  }

  private static List<Integer> reversed(List<Integer> numbers) {
    List<Integer> reversed = new ArrayList<>(numbers);
    Collections.reverse(reversed);
    return reversed;
  }

  private static List<Metric> list(Iterable<Metric> metrics) {
    List<Metric> list = new ArrayList<>();
    metrics.forEach(list::add);
    return list;
  }

  private static Metric only(Iterable<Metric> metrics) {
    List<Metric> found = list(metrics);
    assertEquals(found.toString(), 1, found.size());
    return found.get(0);
  }

  private static List<String> texts(Iterable<Metric> metrics) {
    List<String> texts = new ArrayList<>();
    for (Metric metric : metrics) {
      texts.add(
          metric.getVariant()
              + " "
              + metric.getMetric()
              + " "
              + metric.getValue()
              + " of "
              + metric.getN());
    }
    texts.sort(null);
    return texts;
  }
}
