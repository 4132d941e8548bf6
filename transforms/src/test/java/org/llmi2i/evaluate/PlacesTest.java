package org.llmi2i.evaluate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.Test;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.testing.Records;

/** {@link Places}: which items stand in the lists. */
public class PlacesTest {
  @Test
  public void allItemsAlike() {
    assertShares(1, 0, 0.5, shares(3, 3, 3, 3));
  }

  @Test
  public void oneItemHasAllPlaces() {
    assertShares(0.25, 0.75, 0, shares(8, 0, 0, 0));
  }

  /** Mean absolute difference of 1, 2, 3, 0 over twice the mean: (20 / 16) / (2 * 1.5). */
  @Test
  public void someMoreThanOthers() {
    assertShares(0.75, 1.25 / 3, 0.5, shares(1, 2, 3, 0));
  }

  /** Gini by its definition: the mean absolute difference of all pairs over twice the mean. */
  @Test
  public void anOracleAgreesOnGini() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      int[] counts = random.ints(1 + random.nextInt(20), 0, 9).toArray();
      counts[0]++;
      double differences = 0;
      double sum = 0;
      for (int a : counts) {
        sum += a;
        for (int b : counts) {
          differences += Math.abs(a - b);
        }
      }
      assertEquals(differences / (2 * counts.length * sum), shares(counts).gini(), 1e-12);
    }
  }

  @Test
  public void anItemThatOnlyATableKnowsIsLeftOut() {
    Places places = new Places(1);
    places.add("stranger", 0, 1);
    places.add("0", 0, 1);
    assertShares(1, 0, 0, places.shares(0, catalog(1)));
  }

  @Test
  public void noPlaces() {
    Places.Shares none = shares(0, 0);
    assertEquals(0, none.coverage(), 0);
    assertTrue(Double.isNaN(none.gini()) && Double.isNaN(none.tailShare()));
  }

  @Test
  public void partsAddUpAndSurviveTheirCoder() throws Exception {
    Places one = new Places(2);
    one.add("0", 1, 1);
    Places other = CoderUtils.clone(new CollectPlaces.PlacesCoder(), one);
    other.add("1", 1, 1);
    one.add(other);
    assertEquals(1.0 / 6, one.shares(1, catalog(2)).gini(), 1e-15);
    assertTrue(Double.isNaN(one.shares(0, catalog(2)).gini()));
  }

  /** Items travel in pieces; 20,000 of them fill several. */
  @Test
  public void allItemsSurviveTheCoder() throws Exception {
    Places many = new Places(3);
    for (int item = 0; item < 20_000; item++) {
      many.add("item " + item, 0, item, 0, Integer.MAX_VALUE - item);
    }
    Places read = CoderUtils.clone(new CollectPlaces.PlacesCoder(), many);
    assertEquals(3, read.columns());
    assertEquals(many.counts().keySet(), read.counts().keySet());
    many.counts().forEach((item, counts) -> assertArrayEquals(counts, read.counts().get(item)));
    assertEquals(
        0, CoderUtils.clone(new CollectPlaces.PlacesCoder(), new Places(3)).counts().size());
  }

  private static void assertShares(
      double coverage, double gini, double tailShare, Places.Shares shares) {
    assertEquals(coverage, shares.coverage(), 1e-15);
    assertEquals(gini, shares.gini(), 1e-15);
    assertEquals(tailShare, shares.tailShare(), 1e-15);
  }

  private static Places.Shares shares(int... counts) {
    Places places = new Places(1);
    for (int item = 0; item < counts.length; item++) {
      for (int i = 0; i < counts[item]; i++) {
        places.add("" + item, 0, 1);
      }
    }
    return places.shares(0, catalog(counts.length));
  }

  /** Items 0, 1 and so on; from 2 on they are tail. */
  private static Map<String, ItemStatistics> catalog(int items) {
    Map<String, ItemStatistics> catalog = new HashMap<>();
    for (int item = 0; item < items; item++) {
      String id = "" + item;
      ItemClass itemClass = item >= 2 ? ItemClass.TAIL : ItemClass.HEAD;
      catalog.put(id, Records.statistics(id, "", itemClass));
    }
    return catalog;
  }
}
