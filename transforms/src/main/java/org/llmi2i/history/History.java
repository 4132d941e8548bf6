package org.llmi2i.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.shards.StableHash;

/**
 * One user's interactions, oldest first; in any order where it is said to be a part.
 *
 * <p>Events of one moment stand in a seeded random order: a basket has no order of its own, and the
 * order of a log, often sorted by item, would leak into whatever looks at the last events.
 */
public final class History {
  private final String userId;

  /** The events, or the bytes of {@link HistoryCoder}, or both: either is made of the other. */
  private @Nullable List<Event> events;

  /** Volatile: unlike the list, an array has no final field that shows a thread all of it. */
  private volatile byte @Nullable [] bytes;

  /**
   * A history.
   *
   * @param events oldest first, at least one; repeats of an item stay
   */
  public History(String userId, List<Event> events) {
    this.userId = userId;
    this.events = List.copyOf(events);
  }

  /** A history of the bytes that stand for it. */
  History(String userId, byte[] bytes) {
    this.userId = userId;
    this.bytes = bytes;
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

  /** The user. */
  public String userId() {
    return userId;
  }

  /** The events, oldest first. */
  public List<Event> events() {
    // Threads that meet here make the same list.
    List<Event> known = events;
    if (known == null) {
      known = HistoryCoder.events(bytes);
      events = known;
    }
    return known;
  }

  byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = HistoryCoder.bytes(userId, events);
      bytes = known;
    }
    return known;
  }

  /** Every item of the history once. */
  public Set<String> items() {
    Set<String> items = new LinkedHashSet<>();
    for (Event event : events()) {
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
    List<Event> all = events();
    for (int i = all.size() - 1; i >= 0 && items.size() < count; i--) {
      String item = all.get(i).itemId();
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
    return events().get(events().size() - 1).micros();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof History history
        && userId.equals(history.userId)
        && events().equals(history.events());
  }

  @Override
  public int hashCode() {
    return Objects.hash(userId, events());
  }

  @Override
  public String toString() {
    return userId + events();
  }
}
