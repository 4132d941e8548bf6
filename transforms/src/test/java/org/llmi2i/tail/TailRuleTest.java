package org.llmi2i.tail;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.Map;
import org.junit.Test;

public class TailRuleTest {
  /** Ten items of count 1, five of 2, eight of 10: 23 items, 100 in sum. */
  private static final Map<Long, Long> ITEMS_BY_COUNT = Map.of(1L, 10L, 2L, 5L, 10L, 8L);

  @Test
  public void aShareOfTheInteractionsIsReachedFromBelow() {
    assertEquals(2, TailRule.share(0.2).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(2, TailRule.share(0.99).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(1, TailRule.share(0.19).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(1, TailRule.share(0.1).highestTailCount(ITEMS_BY_COUNT));
  }

  @Test
  public void itemsOfEqualCountAreAllTailOrNone() {
    assertEquals(0, TailRule.share(0.09).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(0, TailRule.quantile(9 / 23.0).highestTailCount(ITEMS_BY_COUNT));
  }

  @Test
  public void aShareOfNothingOrAll() {
    assertEquals(0, TailRule.share(0).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(10, TailRule.share(1).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(0, TailRule.quantile(0).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(10, TailRule.quantile(1).highestTailCount(ITEMS_BY_COUNT));
  }

  @Test
  public void aQuantileIsAShareOfTheItems() {
    assertEquals(1, TailRule.quantile(0.5).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(1, TailRule.quantile(10 / 23.0).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(2, TailRule.quantile(15 / 23.0).highestTailCount(ITEMS_BY_COUNT));
  }

  @Test
  public void aShareThatIsMetExactlyCountsWhateverTheRounding() {
    // In doubles, 0.29 * 100 is a little less than 29.
    assertEquals(1, TailRule.share(0.29).highestTailCount(Map.of(1L, 29L, 71L, 1L)));
    assertEquals(1, TailRule.quantile(0.29).highestTailCount(Map.of(1L, 29L, 2L, 71L)));
  }

  @Test
  public void aCountIsTheFirstThatIsNotTail() {
    assertEquals(0, TailRule.count(1).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(2, TailRule.count(3).highestTailCount(ITEMS_BY_COUNT));
    assertEquals(99, TailRule.count(100).highestTailCount(ITEMS_BY_COUNT));
  }

  @Test
  public void withoutItemsNothingIsTail() {
    assertEquals(0, TailRule.share(0.2).highestTailCount(Map.of()));
    assertEquals(0, TailRule.quantile(0.2).highestTailCount(Map.of()));
  }

  @Test
  public void aShareLooksAtInteractionsTheOthersAtUsers() {
    assertEquals(7, TailRule.share(0.2).count(3, 7));
    assertEquals(3, TailRule.count(2).count(3, 7));
    assertEquals(3, TailRule.quantile(0.2).count(3, 7));
  }

  @Test
  public void impossibleSettingsNameThemselves() {
    assertMessage("tailShare: must be from 0 to 1, got 1.5", () -> TailRule.share(1.5));
    assertMessage("tailShare: must be from 0 to 1, got NaN", () -> TailRule.share(Double.NaN));
    assertMessage("tailQuantile: must be from 0 to 1, got -0.1", () -> TailRule.quantile(-0.1));
    assertMessage("tailUsers: must be at least 1, got 0", () -> TailRule.count(0));
  }

  private static void assertMessage(String message, Runnable rule) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, rule::run).getMessage());
  }
}
