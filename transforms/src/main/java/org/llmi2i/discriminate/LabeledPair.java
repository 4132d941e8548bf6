package org.llmi2i.discriminate;

import java.util.List;
import java.util.Map;
import org.llmi2i.candidates.Shortlists;
import org.llmi2i.history.History;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;

/**
 * A shortlist of two items, one that the user took of their own will and one that they did not.
 * Which comes first is drawn by a hash of the user, so that a model gains nothing from the place.
 */
final class LabeledPair {
  private static final long PLACE_SEED = 0x9e3779b97f4a7c15L;

  private LabeledPair() {}

  static Shortlist of(
      History history,
      List<String> historyItems,
      String positive,
      String negative,
      Map<String, ItemStatistics> catalog) {
    Candidate taken = candidate(catalog.get(positive));
    Candidate other = candidate(catalog.get(negative));
    return Shortlists.of(
        history,
        historyItems,
        positiveFirst(history.userId()) ? List.of(taken, other) : List.of(other, taken),
        catalog);
  }

  /** Whether the candidate of a pair is the one that the user took. */
  static boolean isPositive(Shortlist pair, Candidate candidate) {
    boolean first = pair.getCandidates().get(0).getItemId().equals(candidate.getItemId());
    return first == positiveFirst(pair.getUserId());
  }

  private static boolean positiveFirst(String userId) {
    return (StableHash.of(PLACE_SEED, userId) & 1) == 0;
  }

  private static Candidate candidate(ItemStatistics item) {
    return new Candidate(item.getItemId(), item.getTitle(), 0);
  }
}
