package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.history.HistoryCoder;

/**
 * The rows of items of very many users: put together from parts, they are the rows of the whole.
 */
public class HotRowsTest {
  private static final Baskets ALL = new Baskets(1, 1000, CoOccurrence.OnExcess.SAMPLE, 0);
  private static final double[] PLAIN = {1};
  private static final double[] WEIGHED = {1, 0.5, 0.3, 2};

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void hotIsWhatManyUsersHaveAndNoSmallShareOfThem() {
    assertArrayEquals(new int[] {1, 3}, hot(1000, 100, 99, 100, 20, 1000));
    assertArrayEquals("a share of 2 %", new int[] {1, 3}, hot(5000, 10, 99, 100, 20, 1000));
    assertArrayEquals(new int[] {}, hot(0, 10));
  }

  @Test
  public void atMost64AreHot() {
    double[] lengths = IntStream.range(0, 100).mapToDouble(item -> 200 - item / 2).toArray();
    int[] hot = hot(200, 1, lengths);
    assertArrayEquals(IntStream.range(0, 64).toArray(), hot);
  }

  @Test
  public void ofCountsTheTableIsTheSame() {
    PCollection<History> log = log(PLAIN);
    for (Similarity similarity : SimilarityOracleTest.everySimilarity()) {
      CoOccurrence.Table table = CoOccurrence.of(similarity).withK(7);
      PCollection<NeighborRow> rows = log.apply(similarity.name(), table.withHotUsers(2));
      Map<String, NeighborRow> expected = Toy.table(histories(PLAIN), similarity, ALL, 7, 1);
      if (similarity.weighting() == null && !(similarity instanceof Iuf)) {
        PAssert.that(rows).containsInAnyOrder(expected.values());
      } else {
        assertClose(rows, expected);
      }
    }
    pipeline.run();
  }

  @Test
  public void ofWeightsAndDirectionsItDiffersByRoundingAlone() {
    PCollection<History> log = log(WEIGHED);
    for (Similarity similarity : SimilarityOracleTest.everySimilarity()) {
      CoOccurrence.Table table = CoOccurrence.of(similarity).withK(100).withBackwardWeight(0.7);
      assertClose(
          log.apply(similarity.name(), table.withHotUsers(2)),
          Toy.table(histories(WEIGHED), similarity, ALL, 100, 1, 0.7));
    }
    pipeline.run();
  }

  /** Which users a part has depends on the runner; the row must not. */
  @Test
  public void howUsersAreSharedOutChangesNothing() {
    int items = 40;
    Random random = new Random(3);
    List<double[]> given = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      given.add(new double[] {random.nextInt(items), random.nextGaussian()});
    }
    ExactRow whole = rowOf(items, given, 1);
    Collections.shuffle(given, random);
    ExactRow parts = rowOf(items, given, 7);
    for (int item = 0; item < items; item++) {
      assertEquals(whole.support(item), parts.support(item));
      assertEquals(whole.sum(item), parts.sum(item), 0);
    }
  }

  @Test
  public void aRowThatIsClearedIsEmpty() {
    ExactRow row = rowOf(3, List.of(new double[] {1, 0.25}, new double[] {1, -3}), 2);
    assertEquals(-2.75, row.sum(1), 0);
    assertEquals(2, row.support(1));
    row.clear();
    assertEquals(0, row.size());
    assertEquals(0, row.sum(1), 0);
    assertEquals(0, row.support(1));
  }

  /** A row of these neighbors and values, put together from so many parts. */
  private static ExactRow rowOf(int items, List<double[]> given, int parts) {
    ExactRow sum = new ExactRow(items);
    for (int part = 0; part < parts; part++) {
      ExactRow row = new ExactRow(items);
      for (int at = part; at < given.size(); at += parts) {
        int neighbor = (int) given.get(at)[0];
        row.count(neighbor);
        row.add(neighbor, given.get(at)[1]);
      }
      sum.add(row.toBytes(false));
    }
    return sum;
  }

  private static int[] hot(long users, long minUsers, double... lengths) {
    String[] ids = new String[lengths.length];
    for (int item = 0; item < ids.length; item++) {
      ids[item] = String.format("%03d", item);
    }
    HotItems hot =
        HotItems.of(new ItemIndex(ids, lengths, lengths, users, new BasketSizes()), minUsers);
    int[] items = IntStream.range(0, hot.count()).map(hot::item).toArray();
    for (int place = 0; place < items.length; place++) {
      assertEquals(place, hot.placeOf(items[place]));
    }
    assertTrue(hot.placeOf(lengths.length) < 0);
    return items;
  }

  private PCollection<History> log(double[] weights) {
    return pipeline.apply(Create.of(histories(weights)).withCoder(HistoryCoder.of()));
  }

  private static List<History> histories(double[] weights) {
    Random random = new Random(19);
    List<History> histories = new ArrayList<>();
    for (int user = 0; user < 80; user++) {
      List<Event> events = new ArrayList<>();
      for (int at = 0; at < 1 + user % 7; at++) {
        // The cube makes a few items hot, and leaves some to a user or two.
        int item = (int) (50 * Math.pow(random.nextDouble(), 3));
        events.add(new Event("i" + item, at, weights[random.nextInt(weights.length)]));
      }
      histories.add(new History("u" + user, events));
    }
    return histories;
  }

  /** Rounding may put neighbors of one score in another order: scores are compared by rank. */
  private static void assertClose(
      PCollection<NeighborRow> rows, Map<String, NeighborRow> expected) {
    Map<String, double[]> scores = new HashMap<>();
    expected.forEach((item, row) -> scores.put(item, scores(row)));
    PAssert.that(rows)
        .satisfies(
            found -> {
              int count = 0;
              for (NeighborRow row : found) {
                count++;
                assertArrayEquals(row.itemId(), scores.get(row.itemId()), scores(row), 1e-12);
              }
              assertEquals(scores.size(), count);
              return null;
            });
  }

  private static double[] scores(NeighborRow row) {
    return IntStream.range(0, row.size()).mapToDouble(row::score).toArray();
  }
}
