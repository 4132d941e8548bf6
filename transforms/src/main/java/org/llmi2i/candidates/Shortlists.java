package org.llmi2i.candidates;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.llmi2i.history.History;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;

/** Puts shortlists together. */
public final class Shortlists {
  private Shortlists() {}

  /**
   * A user's shortlist.
   *
   * @param historyItems what the model reads of the history; items without a title are left out
   * @param candidates in the order of their numbers
   * @param catalog every item by id
   */
  public static Shortlist of(
      History history,
      List<String> historyItems,
      List<Candidate> candidates,
      Map<String, ItemStatistics> catalog) {
    List<String> titled =
        historyItems.stream().filter(item -> !catalog.get(item).getTitle().isBlank()).toList();
    return new Shortlist(
        history.userId(),
        Instant.EPOCH.plus(history.lastMicros(), ChronoUnit.MICROS),
        titled,
        titled.stream().map(item -> catalog.get(item).getTitle()).toList(),
        candidates);
  }
}
