package org.llmi2i.cooccurrence;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.shards.StableHash;

/**
 * What of one history counts in a similarity: each item once, with the greatest weight it has
 * there, and with the order in which the items were first met. One basket serves for one history
 * after the other: see {@link #read}.
 */
final class Basket {
  private final ItemIndex index;
  private final Baskets baskets;

  /** For each item of the index the history that met it last, its weight, and its moment. */
  private final int[] marks;

  private final double[] weights;
  private final int[] moments;

  private int histories;
  private long user;
  private int[] items = new int[64];
  private int size;
  private boolean unitWeights;

  Basket(ItemIndex index, Baskets baskets) {
    this.index = index;
    this.baskets = baskets;
    marks = new int[index.itemCount()];
    weights = new double[index.itemCount()];
    moments = new int[index.itemCount()];
  }

  /** Becomes the basket of a history; false if its user does not count. */
  boolean read(History history) {
    // Users are told apart and put in order by a hash: shorter than any id.
    user = StableHash.of(0, history.userId());
    gather(history);
    if (!baskets.accept(size)) {
      return false;
    }
    if (baskets.exceeds(size)) {
      draw(history.userId());
    }
    Arrays.sort(items, 0, size);
    unitWeights = true;
    for (int at = 0; at < size; at++) {
      unitWeights &= weights[items[at]] == 1;
    }
    return true;
  }

  private void gather(History history) {
    histories++;
    size = 0;
    int moment = 0;
    @Nullable Event before = null;
    for (Event event : history.events()) {
      moment += before != null && before.micros() != event.micros() ? 1 : 0;
      before = event;
      int item = index.number(event.itemId());
      if (marks[item] == histories) {
        weights[item] = Math.max(weights[item], event.weight());
        continue;
      }
      marks[item] = histories;
      weights[item] = event.weight();
      moments[item] = moment;
      if (size == items.length) {
        items = Arrays.copyOf(items, size * 2);
      }
      items[size++] = item;
    }
  }

  private void draw(String userId) {
    Set<String> ids = new HashSet<>();
    for (int at = 0; at < size; at++) {
      ids.add(index.id(items[at]));
    }
    Set<String> drawn = baskets.draw(userId, ids);
    int kept = 0;
    for (int at = 0; at < size; at++) {
      if (drawn.contains(index.id(items[at]))) {
        items[kept++] = items[at];
      }
    }
    size = kept;
  }

  /** A number that stands for the user. */
  long user() {
    return user;
  }

  int size() {
    return size;
  }

  /** The item at a place; items ascend. */
  int item(int at) {
    return items[at];
  }

  double weight(int at) {
    return weights[items[at]];
  }

  /** When the user first met the item, as a number that grows with time. */
  int moment(int at) {
    return moments[items[at]];
  }

  boolean unitWeights() {
    return unitWeights;
  }
}
