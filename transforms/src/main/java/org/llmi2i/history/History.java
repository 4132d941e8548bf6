package org.llmi2i.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.llmi2i.shards.StableHash;

/**
 * One user's interactions, oldest first.
 *
 * <p>Events of one moment stand in a seeded random order: a basket has no order of its own, and the
 * order of a log, often sorted by item, would leak into whatever looks at the last events.
 *
 * @param userId the user
 * @param events at least one; repeats of an item stay
 */
public record History(String userId, List<Event> events) {

  public History {
    events = List.copyOf(events);
  }

  /** The history of these events, which may come in any order. */
  public static History of(String userId, List<Event> events, long seed) {
    List<Event> ordered = new ArrayList<>(events);
    ordered.sort(Comparator.comparingLong(Event::micros));
    for (int from = 0; from < ordered.size(); ) {
      int to = from + 1;
      while (to < ordered.size() && ordered.get(to).micros() == ordered.get(from).micros()) {
        to++;
      }
      if (to - from > 1) {
        ordered
            .subList(from, to)
            .sort(
                Comparator.comparingLong(
                        (Event event) -> StableHash.of(seed, userId, event.itemId()))
                    .thenComparing(Event::itemId)
                    .thenComparingDouble(Event::weight));
      }
      from = to;
    }
    return new History(userId, ordered);
  }

  /** Every item of the history once. */
  public Set<String> items() {
    Set<String> items = new LinkedHashSet<>();
    for (Event event : events) {
      items.add(event.itemId());
    }
    return items;
  }

  /**
   * The items that the user turned to last, each once, in the order of their last events.
   *
   * @param count how many at most
   */
  public List<String> lastItems(int count) {
    return lastItems(count, Set.of());
  }

  /** As {@link #lastItems(int)}, as if the user had never met the items of {@code without}. */
  public List<String> lastItems(int count, Set<String> without) {
    Set<String> items = new LinkedHashSet<>();
    for (int i = events.size() - 1; i >= 0 && items.size() < count; i--) {
      String item = events.get(i).itemId();
      if (!without.contains(item)) {
        items.add(item);
      }
    }
    List<String> oldestFirst = new ArrayList<>(items);
    Collections.reverse(oldestFirst);
    return oldestFirst;
  }

  /** The time of the last event, in microseconds since the epoch. */
  public long lastMicros() {
    return events.get(events.size() - 1).micros();
  }
}
