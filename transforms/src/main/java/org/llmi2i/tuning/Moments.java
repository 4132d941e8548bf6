package org.llmi2i.tuning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.stages.ItemStatistics;

/** A history cut into moments: what was taken at one time was taken together. */
final class Moments {
  private Moments() {}

  /**
   * A moment before which the user had something that a model can read.
   *
   * @param micros when, in microseconds since the epoch
   * @param newItems titled items that the user took then for the first time; at least one
   */
  record Moment(long micros, Set<String> newItems) {}

  /**
   * The moments that an example can be made of, oldest first.
   *
   * @param historyLength how many items before the moment are looked at for a title
   */
  static List<Moment> of(History history, int historyLength, Map<String, ItemStatistics> catalog) {
    List<Event> events = history.events();
    List<Moment> moments = new ArrayList<>();
    Set<String> met = new HashSet<>();
    int from = 0;
    while (from < events.size()) {
      long micros = events.get(from).micros();
      Set<String> newItems = new LinkedHashSet<>();
      int to = from;
      for (; to < events.size() && events.get(to).micros() == micros; to++) {
        String item = events.get(to).itemId();
        if (met.add(item) && isTitled(item, catalog)) {
          newItems.add(item);
        }
      }
      if (!newItems.isEmpty() && isReadable(events, from, historyLength, catalog)) {
        moments.add(new Moment(micros, newItems));
      }
      from = to;
    }
    return moments;
  }

  /** Whether one of the last items before an event has a title. */
  private static boolean isReadable(
      List<Event> events, int before, int count, Map<String, ItemStatistics> catalog) {
    Set<String> seen = new HashSet<>();
    for (int i = before - 1; i >= 0 && seen.size() < count; i--) {
      String item = events.get(i).itemId();
      if (seen.add(item) && isTitled(item, catalog)) {
        return true;
      }
    }
    return false;
  }

  /** What the user did before a time at which they had done something. */
  static History before(History history, long micros) {
    return new History(
        history.userId(),
        history.events().stream().filter(event -> event.micros() < micros).toList());
  }

  static boolean isTitled(String item, Map<String, ItemStatistics> catalog) {
    return !catalog.get(item).getTitle().isBlank();
  }
}
