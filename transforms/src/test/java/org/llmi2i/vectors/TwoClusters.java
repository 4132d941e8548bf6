package org.llmi2i.vectors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

/** A log of two kinds of users, who never take each other's items. */
final class TwoClusters {
  static final int ITEMS = 12;

  private TwoClusters() {}

  /**
   * 40 users of each kind; each takes 6 of its kind's 12 items, {@code a0} and so on or {@code b0}.
   */
  static List<History> histories() {
    Random random = new Random(1);
    List<History> histories = new ArrayList<>();
    for (int user = 0; user < 80; user++) {
      String kind = user % 2 == 0 ? "a" : "b";
      List<String> items = new ArrayList<>();
      for (int item = 0; item < ITEMS; item++) {
        items.add(kind + item);
      }
      Collections.shuffle(items, random);
      histories.add(history("u" + user, items.subList(0, 6)));
    }
    return histories;
  }

  static History history(String user, List<String> items) {
    List<Event> events = new ArrayList<>();
    for (String item : items) {
      events.add(new Event(item, events.size(), 1));
    }
    return new History(user, events);
  }
}
