package org.llmi2i.vectors;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

/** {@link TrainingLog}: what models learn from, whatever the order in which it came. */
public class TrainingLogTest {
  private static final History V =
      new History("v", List.of(new Event("b", 1, 1), new Event("a", 2, 0.5), new Event("b", 3, 2)));
  private static final History U = TwoClusters.history("u", List.of("c", "a"));
  private static final History ALONE = TwoClusters.history("w", List.of("d", "d"));

  @Test
  public void usersAndItemsAreNumberedByTheirIdsInAnyOrderOfArrival() {
    for (List<List<History>> packs :
        List.of(List.of(List.of(V, U)), List.of(List.of(U), List.of(V)))) {
      TrainingLog log = TrainingLog.of(packs);
      assertEquals(2, log.users());
      assertEquals(3, log.items());
      assertEquals("u", log.userId(0));
      assertEquals("c", log.itemId(2));
      assertArrayEquals(new int[] {0, 0, 1, 1}, log.pairUsers());
      assertEquals(
          List.of(2, 0, 1, 0), List.of(log.item(0), log.item(1), log.item(2), log.item(3)));
      assertArrayEquals(new int[] {0, 1}, log.itemUsers()[0]);
    }
  }

  @Test
  public void anItemCountsOnceWithItsGreatestWeightWhereItWasFirstMet() {
    TrainingLog log = TrainingLog.of(List.of(List.of(V)));
    assertEquals(2, log.pairs());
    assertEquals("b", log.itemId(log.item(0)));
    assertEquals(2, log.weight(0), 0);
    assertEquals(0.5, log.weight(1), 0);
    assertEquals(1.25, log.meanWeight(), 0);
  }

  @Test
  public void usersOfOneItemAreLeftOutWithTheItemsThatOnlyTheyHave() {
    TrainingLog log = TrainingLog.of(List.of(List.of(ALONE, U)));
    assertEquals(1, log.users());
    assertEquals(2, log.items());
    assertEquals(0, TrainingLog.of(List.of(List.of(ALONE))).users());
    assertEquals(0, TrainingLog.of(List.of()).users());
  }

  @Test
  public void aUserHasWhatTheyTookAndNothingElse() {
    TrainingLog log = TrainingLog.of(List.of(List.of(U, V)));
    assertTrue(log.has(0, 2));
    assertFalse(log.has(1, 2));
  }
}
