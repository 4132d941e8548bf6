package org.llmi2i.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Task;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.TuningTarget;

/**
 * To tell what a user took from what they did not: one example for every moment of a user but the
 * first, with what they had before it as the history.
 *
 * <p>Its entries are, in random order, items that the user took for the first time at the moment or
 * later, and random items that they do not have. Both numbers are drawn, each for itself and from
 * the same range, up to half the list: over a set Yes and No are equally frequent, and no answer
 * can be told by counting the others.
 */
public final class DiscriminatorTask extends TuningTask {
  private static final long YES_SEED = 0x1ce4e5b9bf58476dL;
  private static final long NO_SEED = 0x133111eb94d049bbL;

  private DiscriminatorTask() {}

  /** Yes and No in equal parts. */
  public static DiscriminatorTask create() {
    return new DiscriminatorTask();
  }

  @Override
  public Task task() {
    return Task.DISCRIMINATE;
  }

  @Override
  String stage() {
    return "DiscriminatorTuning";
  }

  @Override
  void targets(
      History history,
      int historyLength,
      Map<String, ItemStatistics> catalog,
      long seed,
      Consumer<TuningTarget> out) {
    for (Moments.Moment moment : Moments.of(history, historyLength, catalog)) {
      out.accept(target(seed, history.userId(), moment.micros(), "", 0));
    }
  }

  @Override
  Optional<Entries> entries(
      History history, TuningTarget target, int listLength, RandomItems randomItems) {
    List<String> later = later(history, target.getMicros(), randomItems.catalog());
    int most = Math.min(later.size(), listLength / 2);
    int yes = drawn(target.getPlace() ^ YES_SEED, most);
    int no = drawn(target.getPlace() ^ NO_SEED, most);
    if (yes + no == 0) {
      yes = 1;
      no = 1;
    }
    List<String> others = randomItems.draw(history, no, target.getPlace());
    later.sort(
        Comparator.comparingLong((String item) -> StableHash.of(target.getPlace(), item))
            .thenComparing(Comparator.naturalOrder()));
    List<String> taken = later.subList(0, yes);
    return taken.isEmpty() && others.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entries(List.copyOf(taken), others));
  }

  /** Titled items that the user met at this time or later, and not before. */
  private static List<String> later(
      History history, long micros, Map<String, ItemStatistics> catalog) {
    Set<String> items = history.items();
    for (Event event : history.events()) {
      if (event.micros() < micros) {
        items.remove(event.itemId());
      }
    }
    items.removeIf(item -> !Moments.isTitled(item, catalog));
    return new ArrayList<>(items);
  }

  /** A number from 0 to {@code most}. */
  private static int drawn(long seed, int most) {
    return (int) (Fractions.of(StableHash.of(seed, "entries")) * (most + 1));
  }
}
