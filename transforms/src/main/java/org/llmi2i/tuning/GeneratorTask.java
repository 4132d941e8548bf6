package org.llmi2i.tuning;

import com.google.auto.value.AutoValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Task;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.TuningTarget;

/**
 * To name the item that a user takes next: one example for every item of a user but those of their
 * first moment, with what they had before it as the history and random items beside it on the list.
 *
 * <p>LLM-I2I tunes with a loss that weighs an example of a tail item 4 and any other 1. The formats
 * of tuning services have no weight, so an example of a higher weight is repeated instead, each
 * time among other random items: a target of weight w stands there w times for once of one of the
 * lower weight. Of a ratio with a fraction, the fraction is the share of targets, drawn by the
 * seed, that are repeated once more.
 */
@AutoValue
public abstract class GeneratorTask extends TuningTask {
  private static final long FRACTION_SEED = 0x632be59bd9b4e019L;

  /** Above it, a few tail items would fill the whole set. */
  private static final double MAX_RATIO = 100;

  abstract double tailWeight();

  abstract double otherWeight();

  /** Weighs tail items 4, as the paper's alpha, and others 1, as its beta. */
  public static GeneratorTask create() {
    return new AutoValue_GeneratorTask(4, 1);
  }

  /**
   * How much a target counts.
   *
   * @param tail of an item of the tail: the paper's alpha, above 0; default 4
   * @param other of any other item: its beta, above 0; default 1. Only the ratio of the two
   *     matters; it may be 1:100 to 100:1.
   */
  public GeneratorTask withWeights(double tail, double other) {
    if (!(tail > 0 && other > 0 && Math.max(tail / other, other / tail) <= MAX_RATIO)) {
      throw new IllegalArgumentException(
          "tailWeight, otherWeight: must be above 0, and one at most 100 times the other, got "
              + tail
              + " and "
              + other);
    }
    return new AutoValue_GeneratorTask(tail, other);
  }

  @Override
  public Task task() {
    return Task.GENERATE;
  }

  @Override
  String stage() {
    return "GeneratorTuning";
  }

  @Override
  void targets(
      History history,
      int historyLength,
      Map<String, ItemStatistics> catalog,
      long seed,
      Consumer<TuningTarget> out) {
    String user = history.userId();
    for (Moments.Moment moment : Moments.of(history, historyLength, catalog)) {
      for (String item : moment.newItems()) {
        int copies = copies(user, catalog.get(item), seed);
        for (int copy = 0; copy < copies; copy++) {
          out.accept(target(seed, user, moment.micros(), item, copy));
        }
      }
    }
  }

  private int copies(String user, ItemStatistics item, long seed) {
    double weight = item.getItemClass() == ItemClass.TAIL ? tailWeight() : otherWeight();
    double ratio = weight / Math.min(tailWeight(), otherWeight());
    int whole = (int) ratio;
    double drawn = Fractions.of(StableHash.of(seed ^ FRACTION_SEED, user, item.getItemId()));
    return drawn < ratio - whole ? whole + 1 : whole;
  }

  @Override
  Optional<Entries> entries(
      History history, TuningTarget target, int listLength, RandomItems randomItems) {
    List<String> others = randomItems.draw(history, listLength - 1, target.getPlace());
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entries(List.of(target.getItemId()), others));
  }
}
