package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** {@link TopK} against sorting everything. */
public class TopKTest {
  private static final int ITEMS = 1000;

  private record Entry(int item, double score) {}

  private static final Comparator<Entry> BEST_FIRST =
      Comparator.comparingDouble((Entry entry) -> -entry.score()).thenComparing(Entry::item);

  @Test
  public void ofNothingNothing() {
    assertEquals(List.of(), best(new TopK(3, ITEMS), List.of()));
  }

  @Test
  public void fewerThanKAreAllKept() {
    assertEquals(
        List.of(new Entry(7, 2), new Entry(1, 1)),
        best(new TopK(3, ITEMS), List.of(new Entry(1, 1), new Entry(7, 2))));
  }

  @Test
  public void equalScoresGoByItem() {
    List<Entry> entries = new ArrayList<>();
    for (int item = 999; item >= 0; item--) {
      entries.add(new Entry(item, 0.25));
    }
    assertEquals(
        List.of(new Entry(0, 0.25), new Entry(1, 0.25), new Entry(2, 0.25)),
        best(new TopK(3, ITEMS), entries));
  }

  @Test
  public void scoresThatDifferInTheirLastBitAreTold() {
    double score = 0.1;
    Entry better = new Entry(9, Math.nextUp(score));
    assertEquals(
        List.of(better, new Entry(2, score), new Entry(5, score)),
        best(new TopK(5, ITEMS), List.of(new Entry(5, score), better, new Entry(2, score))));
  }

  @Test
  public void negativeScoresAndZeros() {
    assertEquals(
        List.of(new Entry(4, 1), new Entry(1, 0), new Entry(2, 0), new Entry(3, -1)),
        best(
            new TopK(4, ITEMS),
            List.of(
                new Entry(3, -1),
                new Entry(2, 0.0),
                new Entry(1, -0.0),
                new Entry(4, 1),
                new Entry(5, -2))));
  }

  /** Few distinct scores make ties; few bits apart make those that only the last bits tell. */
  @Test
  public void anyStreamInAnyOrder() {
    Random random = new Random(5);
    for (int round = 0; round < 500; round++) {
      int k = 1 + random.nextInt(40);
      int scores = 1 + random.nextInt(50);
      boolean close = random.nextBoolean();
      List<Entry> entries = new ArrayList<>();
      int count = random.nextInt(10 * k);
      for (int item = 0; item < count; item++) {
        int score = random.nextInt(scores);
        entries.add(new Entry(item, close ? 1 + score * Math.ulp(1.0) : score - scores / 2));
      }
      List<Entry> expected = entries.stream().sorted(BEST_FIRST).limit(k).toList();
      Collections.shuffle(entries, random);
      TopK topK = new TopK(k, ITEMS);
      assertEquals(expected, best(topK, entries));
      assertEquals("it is empty again", List.of(), best(topK, List.of()));
    }
  }

  private static List<Entry> best(TopK topK, List<Entry> entries) {
    double[] scores = new double[ITEMS];
    entries.forEach(entry -> scores[entry.item()] = entry.score());
    topK.start(item -> scores[item]);
    entries.forEach(entry -> topK.offer(entry.item(), entry.score()));
    List<Entry> best = new ArrayList<>();
    int size = topK.size();
    topK.drain(
        (rank, item, score) -> {
          assertEquals(best.size(), rank);
          best.add(new Entry(item, score));
        });
    assertEquals(size, best.size());
    return best;
  }
}
