package org.llmi2i.history;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.event;
import static org.llmi2i.testing.Records.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.Test;

public class HistoryTest {
  /** A basket of ten items, sorted by id as logs often are. */
  private static final List<Event> BASKET =
      IntStream.range(0, 10).mapToObj(i -> event("item " + i, 1)).toList();

  @Test
  public void eventsAreOrderedByTimeAndRepeatsStay() {
    assertEquals(
        new History("u", List.of(event("b", 1), event("a", 2), event("b", 3))),
        History.of("u", List.of(event("b", 3), event("b", 1), event("a", 2)), 0));
  }

  @Test
  public void theOrderOfABasketDoesNotDependOnTheOrderOfArrival() {
    History expected = History.of("u", BASKET, 7);
    for (int shuffle = 0; shuffle < 20; shuffle++) {
      List<Event> arrived = new ArrayList<>(BASKET);
      Collections.shuffle(arrived, new Random(shuffle));
      assertEquals(expected, History.of("u", arrived, 7));
    }
  }

  @Test
  public void theOrderOfABasketIsNotThatOfItsIdsAndChangesWithSeedAndUser() {
    assertNotEquals(BASKET, History.of("u", BASKET, 0).events());
    assertNotEquals(History.of("u", BASKET, 0).events(), History.of("u", BASKET, 1).events());
    assertNotEquals(History.of("u", BASKET, 0).events(), History.of("v", BASKET, 0).events());
  }

  @Test
  public void everyItemOfABasketIsLastForSomeSeed() {
    Set<String> last = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      last.addAll(History.of("u", BASKET, seed).lastItems(1));
    }
    assertEquals(BASKET.size(), last.size());
  }

  @Test
  public void repeatsOfOneMomentAreOrderedByWeight() {
    Event light = new Event("a", 1, 0.5);
    Event heavy = new Event("a", 1, 2);
    assertEquals(List.of(light, heavy), History.of("u", List.of(heavy, light), 0).events());
  }

  @Test
  public void itemsAreThereOnce() {
    assertEquals(Set.of("a", "b"), history("u", "a", "b", "a").items());
  }

  @Test
  public void lastItemsAreThereOnceInTheOrderOfTheirLastEvents() {
    History history = history("u", "a", "b", "a", "c", "c");
    assertEquals(List.of("b", "a", "c"), history.lastItems(10));
    assertEquals(List.of("a", "c"), history.lastItems(2));
    assertEquals(List.of("c"), history.lastItems(1));
    assertEquals(List.of(), history.lastItems(0));
  }

  @Test
  public void lastItemsWithoutSomeReachFurtherBack() {
    History history = history("u", "a", "b", "a", "c");
    assertEquals(List.of("b", "a"), history.lastItems(2, Set.of("c")));
    assertEquals(List.of(), history.lastItems(2, Set.of("a", "b", "c")));
  }

  @Test
  public void lastMicrosIsTheTimeOfTheLastEvent() {
    assertEquals(TimeUnit.DAYS.toMicros(3), history("u", "a", "b", "a").lastMicros());
  }

  @Test
  public void aHistoryDoesNotChangeWithTheListItWasMadeFrom() {
    List<Event> events = new ArrayList<>(BASKET);
    History history = new History("u", events);
    events.clear();
    assertTrue(history.items().contains("item 0"));
  }
}
