package org.llmi2i.tuning;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Task;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.TuningTarget;

/**
 * What a model is tuned to do, and which examples of it a history gives: {@link GeneratorTask} or
 * {@link DiscriminatorTask}.
 */
public abstract class TuningTask implements Serializable {
  TuningTask() {}

  /** Which request of the main job the examples are of. */
  public abstract Task task();

  /** Names the counters. */
  abstract String stage();

  /**
   * Says of which moments of a history an example can be made.
   *
   * @param history a whole history
   * @param historyLength how much of it an example shows
   * @param catalog every item by id
   * @param seed of the places
   */
  abstract void targets(
      History history,
      int historyLength,
      Map<String, ItemStatistics> catalog,
      long seed,
      Consumer<TuningTarget> out);

  /**
   * The candidates of an example.
   *
   * @param history the whole history
   * @param target one of its targets
   * @param listLength how many candidates at most
   * @return nothing if there is no item to set against what the user took
   */
  abstract Optional<Entries> entries(
      History history, TuningTarget target, int listLength, RandomItems randomItems);

  /**
   * Candidates of an example.
   *
   * @param taken ids of items that the user took
   * @param others ids of items that they did not
   */
  record Entries(List<String> taken, List<String> others) {}

  /** A target, with its place by the seed. */
  static TuningTarget target(long seed, String userId, long micros, String itemId, int copy) {
    long place = StableHash.of(StableHash.of(seed, userId, itemId), micros + " " + copy);
    return new TuningTarget(place, userId, micros, itemId, copy);
  }

  static Candidate candidate(ItemStatistics item) {
    return new Candidate(item.getItemId(), item.getTitle(), 0);
  }
}
