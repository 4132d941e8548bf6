package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Test;
import org.llmi2i.evaluate.Measure.Kind;

/**
 * {@link Hits}: values that can be reckoned by hand, and an oracle that follows the definitions.
 */
public class HitsTest {
  /** NDCG@3 of three relevant items, so that the ideal is a list full of hits. */
  @Test
  public void ndcgByTheRanksOfTheHits() {
    assertEquals(0, hits(3).value(Kind.NDCG, 3), 0);
    assertEquals(0.46927873, hits(3, 1).value(Kind.NDCG, 3), 1e-8);
    assertEquals(0.70391809, hits(3, 1, 3).value(Kind.NDCG, 3), 1e-8);
    assertEquals(1, hits(3, 1, 2, 3).value(Kind.NDCG, 3), 1e-15);
  }

  @Test
  public void theIdealOfFewRelevantItemsIsShorterThanTheList() {
    assertEquals(1, hits(1, 1).value(Kind.NDCG, 3), 0);
    assertEquals(Math.log(2) / Math.log(3), hits(1, 2).value(Kind.NDCG, 3), 1e-15);
  }

  @Test
  public void recallIsHitsByRelevantItems() {
    assertEquals(0, hits(1).value(Kind.Recall, 3), 0);
    assertEquals(1, hits(3, 1, 2, 3).value(Kind.Recall, 3), 0);
    assertEquals(0.5, hits(4, 1, 3).value(Kind.Recall, 3), 0);
    assertEquals(0.5, hits(2, 3).value(Kind.Recall, 3), 0);
  }

  /** Ten relevant items, of which a list of four can hold four. */
  @Test
  public void calibratedRecallIsOfWhatTheListCanHold() {
    assertEquals(0.2, hits(10, 1, 4).value(Kind.Recall, 4), 0);
    assertEquals(0.5, hits(10, 1, 4).value(Kind.CalibratedRecall, 4), 0);
    assertEquals(1, hits(2, 1, 4).value(Kind.CalibratedRecall, 4), 0);
  }

  @Test
  public void theFirstHitDecidesHitRateAndMrr() {
    assertEquals(1, hits(5, 3, 4).value(Kind.HitRate, 3), 0);
    assertEquals(1.0 / 3, hits(5, 3, 4).value(Kind.MRR, 3), 0);
    assertEquals(0, hits(5, 3, 4).value(Kind.HitRate, 2), 0);
    assertEquals(0, hits(5, 3, 4).value(Kind.MRR, 2), 0);
  }

  @Test
  public void mapIsThePrecisionAtEveryHitOverWhatIsPossible() {
    assertEquals((1.0 + 2.0 / 3) / 2, hits(2, 1, 3).value(Kind.MAP, 3), 1e-15);
    assertEquals((1.0 + 2.0 / 3) / 3, hits(9, 1, 3).value(Kind.MAP, 3), 1e-15);
  }

  @Test
  public void gmvRecallIsByPriceAndForgetsItemsWithoutOne() {
    Targets targets = new Targets();
    targets.add("dear", 8.0);
    targets.add("cheap", 2.0);
    targets.add("unpriced", null);
    assertEquals(0.8, in(List.of("x", "dear", "cheap"), targets).value(Kind.GMVRecall, 2), 1e-15);
    assertEquals(0, in(List.of("unpriced"), targets).value(Kind.GMVRecall, 2), 0);
    assertEquals(1, in(List.of("cheap", "dear"), targets).value(Kind.GMVRecall, 2), 0);
  }

  @Test
  public void withoutPricesThereIsNoGmvRecall() {
    Targets targets = new Targets();
    targets.add("unpriced", null);
    targets.add("free", 0.0);
    assertTrue(Double.isNaN(in(List.of("unpriced"), targets).value(Kind.GMVRecall, 2)));
  }

  @Test
  public void withoutRelevantItemsThereIsNoFigure() {
    for (Kind kind : ofHits()) {
      assertTrue(Double.isNaN(hits(0).value(kind, 10)));
    }
  }

  /** The definitions, word by word, on random lists. */
  @Test
  public void anOracleAgrees() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      List<String> list = some(random, random.nextInt(12));
      Set<String> relevant = new HashSet<>(some(random, 1 + random.nextInt(11)));
      Targets targets = new Targets();
      relevant.forEach(item -> targets.add(item, price(item)));
      for (int k = 1; k <= 12; k++) {
        for (Kind kind : ofHits()) {
          double expected = oracle(kind, list.subList(0, Math.min(k, list.size())), relevant, k);
          assertEquals(
              kind + "@" + k + " of " + list + " for " + relevant,
              expected,
              in(list, targets).value(kind, k),
              1e-12);
        }
      }
    }
  }

  private static Hits in(List<String> list, Targets targets) {
    return targets.in(item -> list.indexOf(item) + 1);
  }

  private static double oracle(Kind kind, List<String> shown, Set<String> relevant, int k) {
    List<Integer> ranks =
        IntStream.rangeClosed(1, shown.size())
            .filter(rank -> relevant.contains(shown.get(rank - 1)))
            .boxed()
            .toList();
    int possible = Math.min(relevant.size(), k);
    return switch (kind) {
      case Recall -> ranks.size() / (double) relevant.size();
      case CalibratedRecall -> ranks.size() / (double) possible;
      case HitRate -> ranks.isEmpty() ? 0 : 1;
      case MRR -> ranks.stream().mapToDouble(rank -> 1.0 / rank).max().orElse(0);
      case NDCG ->
          ranks.stream().mapToDouble(HitsTest::gain).sum()
              / IntStream.rangeClosed(1, possible).mapToDouble(HitsTest::gain).sum();
      case MAP ->
          ranks.stream()
                  .mapToDouble(
                      rank -> ranks.stream().filter(r -> r <= rank).count() / (double) rank)
                  .sum()
              / possible;
      case GMVRecall ->
          relevant.stream().filter(shown::contains).mapToDouble(HitsTest::worth).sum()
              / relevant.stream().mapToDouble(HitsTest::worth).sum();
      case RN, TriggersWithRow -> throw new AssertionError(kind);
    };
  }

  private static double gain(int rank) {
    return 1 / (Math.log(rank + 1.0) / Math.log(2));
  }

  /** Every third item has no price. */
  private static Double price(String item) {
    int number = Integer.parseInt(item);
    return number % 3 == 0 ? null : Double.valueOf(number);
  }

  private static double worth(String item) {
    Double price = price(item);
    return price == null ? 0 : price;
  }

  private static List<String> some(Random random, int count) {
    List<String> items = new ArrayList<>();
    random.ints(0, 15).distinct().limit(count).forEach(item -> items.add("" + item));
    return items;
  }

  private static List<Kind> ofHits() {
    return Arrays.stream(Kind.values()).filter(Kind::ofHits).toList();
  }

  /** Hits of price 1 at these ranks, of so many relevant items. */
  private static Hits hits(int relevant, int... ranks) {
    return new Hits(
        Arrays.stream(ranks).mapToObj(rank -> new Hits.Hit(rank, 1)).toList(), relevant, relevant);
  }
}
