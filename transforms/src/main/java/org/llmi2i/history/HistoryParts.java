package org.llmi2i.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.llmi2i.schemas.Interaction;

/**
 * Gathers interactions, as they come, into parts of histories: up to 200,000 at a time, about 100
 * bytes each. {@link Histories#join} makes histories of the parts. Not thread-safe.
 */
public final class HistoryParts {
  private static final int BUFFERED_EVENTS = 200_000;

  private final Map<String, List<Event>> byUser = new HashMap<>();
  private int buffered;

  /** Takes an interaction; hands on all parts when there are many. */
  public void add(Interaction interaction, Consumer<History> out) {
    byUser
        .computeIfAbsent(interaction.getUserId(), user -> new ArrayList<>())
        .add(
            new Event(
                interaction.getItemId(),
                micros(interaction.getEventTime()),
                interaction.getWeight()));
    if (++buffered == BUFFERED_EVENTS) {
      finish(out);
    }
  }

  private static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000L);
  }

  /** Hands on all parts, and begins anew. */
  public void finish(Consumer<History> out) {
    byUser.forEach((user, events) -> out.accept(new History(user, events)));
    byUser.clear();
    buffered = 0;
  }
}
